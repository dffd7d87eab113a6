// if(false) gives a team of one that is a level but not an active one.
#include <omp.h>

#include "check.h"

static void region(int wanted) {
  int threads = 0;
#pragma omp parallel if (wanted) num_threads(4) reduction(+ : threads)
  {
    threads++;
    CHECK_INT(omp_get_num_threads(), wanted ? 4 : 1);
    CHECK_INT(omp_get_level(), 1);
    CHECK_INT(omp_get_active_level(), wanted ? 1 : 0);
    CHECK_INT(omp_in_parallel(), wanted);
  }
  CHECK_INT(threads, wanted ? 4 : 1);
}

int main(void) {
  for (int round = 0; round < 4; round++) {
    region(0);
    region(1);
  }
  return check_done();
}
