// FERROMP_BUDGET stands in for the number of processors, as far as nothing else is said.
//@ skip[libgomp]: FERROMP_BUDGET is ours
//@ skip[libomp]: FERROMP_BUDGET is ours
//@ env: FERROMP_BUDGET=5
//@ also: OMP_NUM_THREADS=3
#include <omp.h>

#include "check.h"

int main(void) {
  const char *value = getenv("OMP_NUM_THREADS");
  int wanted = value == NULL ? 5 : atoi(value);
  CHECK_INT(omp_get_max_threads(), wanted);
#pragma omp parallel
  CHECK_INT(omp_get_num_threads(), wanted);
  return check_done();
}
