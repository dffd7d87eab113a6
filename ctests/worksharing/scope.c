// scope: every thread runs it, reductions over it, private copies, barrier at its end.
//@ skip[clang]: clang 19 knows no scope construct
//@ skip[libomp]: has no GOMP_scope_start
#include <omp.h>
#include <unistd.h>

#include "check.h"

int main(void) {
  int sum = 0, arrived = 0;
#pragma omp parallel num_threads(4)
  {
    int mine = omp_get_thread_num();
#pragma omp scope private(mine) reduction(+ : sum)
    {
      mine = 5;
      sum += mine + omp_get_thread_num();
    }
    CHECK_INT(sum, 26);
    CHECK_INT(mine, omp_get_thread_num());
#pragma omp scope
    {
      usleep(mine * 500);
      __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
    }
    CHECK_INT(__atomic_load_n(&arrived, __ATOMIC_RELAXED), 4);
#pragma omp scope nowait
    {
    }
  }
  return check_done();
}
