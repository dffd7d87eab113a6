// num_threads with a list for the levels, and with strict, as newer compilers of the LLVM family
// pass them.
//@ skip[gcc]: Clang's ABI
//@ env: OMP_NUM_THREADS=2,2,2
//@ env: OMP_THREAD_LIMIT=12
//@ stderr[ferromp]: only twelve
//@ stderr[ferromp]: num_threads\(strict: 21\): there are only 12 threads
#include <omp.h>

#include "check.h"

extern int __kmpc_global_thread_num(void *);
extern void __kmpc_push_num_threads_list(void *, int, unsigned, const int *);
extern void __kmpc_push_num_threads_strict(void *, int, int, int, const char *);
extern void __kmpc_push_num_threads_list_strict(void *, int, unsigned, const int *, int, const char *);

static void check_sizes(int first, int second, int third) {
#pragma omp parallel
  {
    CHECK_INT(omp_get_num_threads(), first);
#pragma omp parallel
    {
      CHECK_INT(omp_get_num_threads(), second);
#pragma omp parallel
      CHECK_INT(omp_get_num_threads(), third);
    }
  }
}

int main(void) {
  int gtid = __kmpc_global_thread_num(NULL);
  for (int round = 0; round < 3; round++) {
    check_sizes(2, 2, 2);
    __kmpc_push_num_threads_list(NULL, gtid, 2, (int[]){3, 1});
    check_sizes(3, 1, 1);
    check_sizes(2, 2, 2);
    __kmpc_push_num_threads_list(NULL, gtid, 3, (int[]){3, 2, 1});
    check_sizes(3, 2, 1);
    // libomp 19 loses a list that begins with 1, and aborts on a list of one.
    if (!on_runtime("libomp")) {
      __kmpc_push_num_threads_list(NULL, gtid, 3, (int[]){1, 3, 2});
      check_sizes(1, 3, 2);
      __kmpc_push_num_threads_list(NULL, gtid, 1, (int[]){3});
      check_sizes(3, 2, 2);
    }
    __kmpc_push_num_threads_strict(NULL, gtid, 4, 1, "must not be said");
#pragma omp parallel
    CHECK_INT(omp_get_num_threads(), 4);
    CHECK_INT(omp_get_max_threads(), 2);
  }
  __kmpc_push_num_threads_list_strict(NULL, gtid, 2, (int[]){20, 1}, 1, "only twelve");
#pragma omp parallel
  CHECK_INT(omp_get_num_threads(), 12);
  __kmpc_push_num_threads_strict(NULL, gtid, 21, 1, NULL);
#pragma omp parallel
  CHECK_INT(omp_get_num_threads(), 12);
  return check_done();
}
