// KMP_HIDDEN_HELPER_AFFINITY binds the hidden helpers and nobody else, and says so.
//@ skip[gcc]: only clang's code has hidden helpers
//@ env: KMP_HIDDEN_HELPER_AFFINITY=verbose,granularity=fine,explicit,proclist=[0]
//@ env: LIBOMP_NUM_HIDDEN_HELPER_THREADS=2
//@ stderr: KMP_HIDDEN_HELPER_AFFINITY: pid \d+ tid \d+ thread 2 bound to OS proc set 0\n
//@ stderr: KMP_HIDDEN_HELPER_AFFINITY: pid \d+ tid \d+ thread 3 bound to OS proc set 0\n
#define _GNU_SOURCE
#include <omp.h>
#include <sched.h>

#include "check.h"

int main(void) {
  cpu_set_t before;
  int seen = 0;
  sched_getaffinity(0, sizeof before, &before);
#pragma omp target nowait map(tofrom : seen)
  {
    cpu_set_t mine;
    sched_getaffinity(0, sizeof mine, &mine);
    seen = CPU_COUNT(&mine);
  }
#pragma omp taskwait
  CHECK_INT(seen, 1);
#pragma omp parallel num_threads(2)
  {
    cpu_set_t after;
    sched_getaffinity(0, sizeof after, &after);
#pragma omp critical
    CHECK(CPU_EQUAL(&before, &after), "thread %d is bound", omp_get_thread_num());
  }
  return check_done();
}
