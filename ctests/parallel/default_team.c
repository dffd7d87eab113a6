// Without a clause a region has omp_get_max_threads() threads; omp_set_num_threads changes both.
//@ env: OMP_NUM_THREADS=5
#include <omp.h>

#include "check.h"

static int team(void) {
  int threads = 0;
#pragma omp parallel reduction(+ : threads)
  threads++;
  return threads;
}

int main(void) {
  CHECK_INT(omp_get_max_threads(), 5);
  CHECK_INT(team(), 5);
  omp_set_num_threads(3);
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(team(), 3);
#pragma omp parallel num_threads(7)
  CHECK_INT(omp_get_num_threads(), 7);
  // A clause holds for its own region only.
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(team(), 3);
  return check_done();
}
