// A list of several numbers of threads asks for nested regions.
//@ env: OMP_NUM_THREADS=2,2
//@ also: OMP_NESTED=true
#include <omp.h>

#include "check.h"

int main(void) {
  int threads = 0;
  omp_set_dynamic(0);
#pragma omp parallel reduction(+ : threads)
#pragma omp parallel reduction(+ : threads)
  {
    CHECK_INT(omp_get_active_level(), 2);
#pragma omp atomic
    threads++;
  }
  CHECK(omp_get_max_active_levels() > 1, "max active levels %d", omp_get_max_active_levels());
  CHECK_INT(omp_get_num_threads(), 1);
  return check_done();
}
