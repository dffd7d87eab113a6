// libomp's routines that change at run time what the environment sets.
//@ skip[gcc]: not in its header
#include <limits.h>
#include <omp.h>

#include "check.h"

int main(void) {
  CHECK_INT(kmp_get_stacksize(), (int)kmp_get_stacksize_s());
  kmp_set_stacksize_s(3 << 20);
  CHECK_INT(kmp_get_stacksize_s(), 3 << 20);
  kmp_set_stacksize(100);
  CHECK_INT(kmp_get_stacksize(), 16 << 10);
  kmp_set_stacksize_s(1 << 20);

  CHECK_INT(kmp_get_blocktime(), 200);
  kmp_set_blocktime(7);
  CHECK_INT(kmp_get_blocktime(), 7);
  kmp_set_blocktime(-7);
  CHECK_INT(kmp_get_blocktime(), 0);
  kmp_set_blocktime(200);
  CHECK_INT(kmp_get_blocktime(), 200);

  int threads = omp_get_max_threads();
  CHECK_INT(kmp_get_library(), 3);
  kmp_set_library_serial();
  CHECK_INT(kmp_get_library(), 1);
  CHECK_INT(omp_get_max_threads(), 1);
  kmp_set_library(2);
  CHECK_INT(kmp_get_library(), 2);
  CHECK_INT(omp_get_max_threads(), threads);
  kmp_set_library_throughput();
  CHECK_INT(kmp_get_library(), 3);

  kmp_set_warnings_off();
  kmp_set_disp_num_buffers(3);
  kmp_set_defaults("OMP_NUM_THREADS=7|OMP_DYNAMIC=true");
  CHECK_INT(omp_get_max_threads(), 7);
  CHECK_INT(omp_get_dynamic(), 1);
  kmp_set_defaults("OMP_DYNAMIC=false");
  CHECK_INT(omp_get_dynamic(), 0);
  CHECK_INT(omp_get_max_threads(), 7);
  int members = 0;
#pragma omp parallel reduction(+ : members)
  members++;
  CHECK_INT(members, 7);
  return check_done();
}
