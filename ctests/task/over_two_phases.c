//@ timeout: 120
// A barrier waits for the tasks of the phase that it ends, also where a member that is late in the
// barrier before runs some of them, which generate others: phases with tasks follow each other
// without one that has none in between.
#include <omp.h>

#include "check.h"

enum { THREADS = 8, PHASES = 1500, TASKS = 64 };

static int done[PHASES];

static void work(double seconds) {
  double end = omp_get_wtime() + seconds;
  while (omp_get_wtime() < end) {
  }
}

/* A task that generates another one and does not wait for it. */
static void leave_one(int phase) {
#pragma omp task firstprivate(phase)
  {
#pragma omp task firstprivate(phase)
    {
      work(1e-6);
#pragma omp atomic
      done[phase]++;
    }
  }
}

/* The task waits until its child, which nobody else may be free to run, has run while it yields. */
static void yield_until_child_is_done(void) {
#pragma omp task
  {
    int flag = 0, now = 0;
#pragma omp task shared(flag)
    {
#pragma omp atomic write
      flag = 1;
    }
    while (!now) {
#pragma omp taskyield
#pragma omp atomic read
      now = flag;
    }
#pragma omp taskwait
  }
}

int main(void) {
#pragma omp parallel num_threads(THREADS)
  for (int phase = 0; phase < PHASES; phase++) {
    if (omp_get_thread_num() == phase % THREADS) {
      for (int i = 0; i < TASKS; i++)
        leave_one(phase);
      for (int i = 0; i < 2 && phase % 8 == 0; i++)
        yield_until_child_is_done();
      /* Comes late to the barrier. */
      work(200e-6);
    }
#pragma omp barrier
    int now;
#pragma omp atomic read
    now = done[phase];
    CHECK(now == TASKS, "phase %d: %d of %d tasks are done", phase, now, TASKS);
  }
  return check_done();
}
