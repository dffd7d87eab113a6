// Inner teams: their primary thread is the outer thread with its own copy, their workers have
// others.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include <omp.h>
#include <sched.h>

#include "check.h"

static int own = -1;
#pragma omp threadprivate(own)

int main(void) {
  for (int round = 0; round < 50; round++) {
    int *addresses[3][3], arrived = 0;
#pragma omp parallel num_threads(3)
    {
      int outer = omp_get_thread_num();
      own = outer * 10;
#pragma omp parallel num_threads(3) copyin(own)
      {
        CHECK_INT(own, outer * 10);
        own += omp_get_thread_num();
        addresses[outer][omp_get_thread_num()] = &own;
        // No inner team ends before all have begun, or one could inherit another's workers.
        __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
        while (__atomic_load_n(&arrived, __ATOMIC_RELAXED) < 9)
          sched_yield();
      }
      CHECK_INT(own, outer * 10);
      CHECK(addresses[outer][0] == &own, "the primary thread of the inner team has another copy");
    }
    // Nine threads, nine copies: all inner teams were there at once.
    for (int i = 0; i < 9; i++)
      for (int j = 0; j < i; j++)
        CHECK(addresses[i / 3][i % 3] != addresses[j / 3][j % 3], "copies %d and %d are one", i, j);
  }
  return check_done();
}
