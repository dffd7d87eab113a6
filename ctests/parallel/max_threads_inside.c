// omp_set_num_threads inside a region changes the calling task's own setting and nobody else's.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
//@ env: OMP_NUM_THREADS=3
#include <omp.h>

#include "check.h"

int main(void) {
#pragma omp parallel
  {
    int number = omp_get_thread_num();
    omp_set_num_threads(number + 2);
#pragma omp barrier
    CHECK_INT(omp_get_max_threads(), number + 2);
    int members = 0;
#pragma omp parallel reduction(+ : members)
    members++;
    CHECK_INT(members, number + 2);
  }
  CHECK_INT(omp_get_max_threads(), 3);
#pragma omp parallel
  CHECK_INT(omp_get_num_threads(), 3);
  return check_done();
}
