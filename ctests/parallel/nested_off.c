// One active level unless the program asks for more; omp_set_max_active_levels changes that at
// once.
#include <omp.h>

#include "check.h"

static int inner_size(void) {
  int size = 0;
#pragma omp parallel num_threads(3)
  {
    int mine = 0;
#pragma omp parallel num_threads(2) reduction(+ : mine)
    mine++;
    CHECK_INT(omp_get_level(), 1);
#pragma omp critical
    size = size == 0 || size == mine ? mine : -1;
  }
  return size;
}

int main(void) {
  CHECK_INT(omp_get_max_active_levels(), 1);
  CHECK_INT(inner_size(), 1);
  omp_set_max_active_levels(2);
  CHECK_INT(omp_get_max_active_levels(), 2);
  CHECK_INT(inner_size(), 2);
  omp_set_max_active_levels(1);
  CHECK_INT(inner_size(), 1);
  omp_set_max_active_levels(0);
  CHECK_INT(omp_get_max_active_levels(), 0);
#pragma omp parallel num_threads(4)
  {
    CHECK_INT(omp_get_num_threads(), 1);
    CHECK_INT(omp_get_level(), 1);
    CHECK_INT(omp_get_active_level(), 0);
  }
  return check_done();
}
