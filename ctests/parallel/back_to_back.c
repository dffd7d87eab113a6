// Twenty thousand regions in a row: what a region writes the next code sees, on both sides of the
// join.
//@ also: OMP_WAIT_POLICY=passive
//@ also: OMP_WAIT_POLICY=active
#include <omp.h>

#include "check.h"

enum { REGIONS = 20000, THREADS = 2 };

int main(void) {
  long written = 0, gathered[THREADS] = {0};
  for (long region = 1; region <= REGIONS; region++) {
    written = region;
#pragma omp parallel num_threads(THREADS)
    gathered[omp_get_thread_num()] += written;
    long sum = 0;
    for (int i = 0; i < THREADS; i++)
      sum += gathered[i];
    CHECK_INT(sum, THREADS * (region * (region + 1) / 2));
  }
  return check_done();
}
