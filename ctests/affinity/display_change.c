// OMP_DISPLAY_AFFINITY: when one thread's place changes, all are shown.
//@ env: OMP_DISPLAY_AFFINITY=true
//@ env: OMP_PLACES={0},{0},{0},{0}
//@ env: OMP_PROC_BIND=close
//@ skip[libgomp]: writes to the standard error stream
//@ stdout: ^(close [01]\n){2}again\n(spread [01]\n){2}end\n$
#include "places.h"

int main(void) {
  omp_set_affinity_format("close %n");
#pragma omp parallel num_threads(2)
  check_bound();
#pragma omp parallel num_threads(2)
  check_bound();
  puts("again");
  omp_set_affinity_format("spread %n");
#pragma omp parallel num_threads(2) proc_bind(spread)
  check_bound();
#pragma omp parallel num_threads(2) proc_bind(spread)
  check_bound();
  puts("end");
  return check_done();
}
