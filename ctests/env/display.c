// OMP_DISPLAY_ENV shows the values that take effect, between two fixed lines.
//@ env: OMP_DISPLAY_ENV=verbose
//@ env: OMP_NUM_THREADS=4,3
//@ env: OMP_SCHEDULE=dynamic,3
//@ env: OMP_CANCELLATION=true
//@ stderr: OPENMP DISPLAY ENVIRONMENT BEGIN\n *_OPENMP ?= ?'20[0-9]{4}'\n
//@ stderr: (?i)OMP_NUM_THREADS ?= ?'4,3'\n
//@ stderr: (?i)OMP_SCHEDULE ?= ?'dynamic,3'\n
//@ stderr: (?i)OMP_CANCELLATION ?= ?'true'\n
//@ stderr: OPENMP DISPLAY ENVIRONMENT END\n
#include "check.h"

int main(void) {
  int threads = 0;
#pragma omp parallel reduction(+ : threads)
  threads++;
  CHECK(threads > 0, "%d threads", threads);
  return check_done();
}
