// Threads that wait for the others in a reduction run tasks of the one that still generates them.
//@ skip[gcc]: GCC's code does not wait there
#include <omp.h>
#include <stdatomic.h>
#include <unistd.h>

#include "check.h"

enum { TASKS = 50 };

/* Whoever generates the tasks goes on only when another thread has run one. */
static void generate(atomic_int *done) {
  int self = omp_get_thread_num();
  atomic_int by_others = 0;
  for (int i = 0; i < TASKS; i++) {
#pragma omp task shared(by_others) firstprivate(self)
    {
      if (omp_get_thread_num() != self)
        by_others++;
      ++*done;
    }
  }
  for (int ms = 0; by_others == 0 && ms < 10000; ms++)
    usleep(1000);
  CHECK(by_others > 0, "no other thread has run a task of thread %d", self);
#pragma omp taskwait
}

static void check(int threads, int generator) {
  int at_end = 0, in_loop = 0;
  atomic_int done = 0;
#pragma omp parallel num_threads(threads) reduction(+ : at_end)
  {
    if (omp_get_thread_num() == generator)
      generate(&done);
#pragma omp for reduction(+ : in_loop) nowait
    for (int i = 0; i < 100; i++)
      in_loop++;
    if (omp_get_thread_num() == generator)
      generate(&done);
    at_end++;
  }
  CHECK_INT(at_end, threads);
  CHECK_INT(in_loop, 100);
  CHECK_INT(done, 2 * TASKS);
}

int main(void) {
  for (int threads = 5; threads <= 9; threads++)
    for (int generator = 0; generator < threads; generator++)
      check(threads, generator);
  return check_done();
}
