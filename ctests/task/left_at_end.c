// Tasks that nobody waits for are done at the next barrier of their team: of a loop, of a single,
// at the end of a region; so are those that they generate, and those of a nested region.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 30, TASKS = 8 };

static int done;

static void leave(int generations) {
  for (int i = 0; i < TASKS; i++) {
#pragma omp task firstprivate(generations)
    {
      if (generations > 0)
        leave(generations - 1);
      else
        usleep(10);
#pragma omp atomic
      done++;
    }
  }
}

int main(void) {
  omp_set_max_active_levels(2);
  for (int threads = 1; threads <= 5; threads++) {
    for (int round = 0; round < ROUNDS; round++) {
      done = 0;
#pragma omp parallel num_threads(threads)
      {
        leave(0);
#pragma omp barrier
        CHECK_INT(done, threads * TASKS);
#pragma omp barrier
#pragma omp for
        for (int i = 0; i < 4; i++)
          leave(1);
        int expected = threads * TASKS + 4 * (TASKS + TASKS * TASKS);
        CHECK_INT(done, expected);
#pragma omp barrier
#pragma omp single
        leave(0);
        CHECK_INT(done, expected + TASKS);
#pragma omp barrier
#pragma omp master
        leave(1);
      }
      CHECK_INT(done, threads * TASKS + 4 * (TASKS + TASKS * TASKS) + TASKS + TASKS + TASKS * TASKS);
    }
    done = 0;
#pragma omp parallel num_threads(threads)
    {
#pragma omp parallel num_threads(2)
      leave(0);
      int now;
#pragma omp atomic read
      now = done;
      CHECK(now >= 2 * TASKS, "%d tasks are done", now);
    }
    CHECK_INT(done, threads * 2 * TASKS);
  }
  return check_done();
}
