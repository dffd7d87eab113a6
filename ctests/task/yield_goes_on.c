// A thread goes on from a taskyield at once: in GCC's code it begins no task there, which could
// wait for what the thread does next.
//@ skip[clang]: Clang's code may begin a task there, as in libomp
//@ timeout: 20
#include <omp.h>
#include <sched.h>

#include "check.h"

static int gone_on, done;

static void await(int *flag) {
  while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE))
    sched_yield();
}

int main(void) {
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 0) {
#pragma omp task shared(gone_on, done)
    {
      await(&gone_on);
      __atomic_store_n(&done, 1, __ATOMIC_RELEASE);
    }
#pragma omp taskyield
    CHECK_INT(__atomic_load_n(&done, __ATOMIC_ACQUIRE), 0);
    __atomic_store_n(&gone_on, 1, __ATOMIC_RELEASE);
  } else {
    await(&gone_on);
  }
  CHECK_INT(done, 1);
  return check_done();
}
