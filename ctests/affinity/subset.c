// KMP_HW_SUBSET limits what is used, with or without places.
//@ env: KMP_HW_SUBSET=1s,1c,1t
//@ also: OMP_PLACES=threads
//@ also: OMP_PROC_BIND=spread
//@ skip[libgomp]: does not know KMP_HW_SUBSET
#include "places.h"

int main(void) {
  CHECK_INT(omp_get_num_procs(), 1);
  CHECK_INT(omp_get_max_threads(), 1);
#pragma omp parallel num_threads(3)
  {
    cpu_set_t mask = thread_mask();
    CHECK_INT(CPU_COUNT(&mask), 1);
    CHECK_INT(omp_get_place_num(), 0);
  }
  CHECK_INT(omp_get_num_places(), 1);
  return check_done();
}
