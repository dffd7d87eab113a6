// Events of all constructs come in pairs that nest, on each thread and in each task, also while
// waiting threads execute tasks and in nested regions.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[libomp]: a thread that leaves an untied task is told of as if it were in another one
#include <omp.h>

#include "tool_checker.h"

enum { ROUNDS = 30, THREADS = 3, CHUNKS = 12 };

static int sum, tasks_done;

static void some_tasks(int deep) {
  for (int i = 0; i < 3; i++) {
#pragma omp task
    {
      if (deep > 0)
        some_tasks(deep - 1);
#pragma omp atomic
      tasks_done++;
    }
  }
#pragma omp taskwait
}

static void in_region(void) {
#pragma omp for schedule(static)
  for (int i = 0; i < CHUNKS; i++)
#pragma omp atomic
    sum++;
#pragma omp for schedule(dynamic, 1)
  for (int i = 0; i < CHUNKS; i++)
#pragma omp critical
    sum++;
#pragma omp for schedule(guided) nowait
  for (int i = 0; i < CHUNKS; i++)
#pragma omp atomic
    sum++;
#pragma omp for ordered schedule(dynamic)
  for (int i = 0; i < CHUNKS; i++)
#pragma omp ordered
#pragma omp atomic
    sum++;
#pragma omp sections
  {
#pragma omp section
#pragma omp atomic
    sum++;
#pragma omp section
#pragma omp atomic
    sum++;
  }
#pragma omp single
  some_tasks(2);
#pragma omp master
  {
#pragma omp taskgroup
    some_tasks(1);
#pragma omp taskloop grainsize(2)
    for (int i = 0; i < CHUNKS; i++)
#pragma omp atomic
      sum++;
#pragma omp task if (0)
    some_tasks(1);
#pragma omp task untied
    some_tasks(1);
  }
#pragma omp barrier
}

int main(void) {
  omp_set_max_active_levels(2);
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp parallel num_threads(1 + round % THREADS)
    in_region();
#pragma omp parallel num_threads(2)
    {
#pragma omp parallel num_threads(2)
#pragma omp single
      some_tasks(1);
    }
  }
  CHECK_INT(sum, ROUNDS * (5 * CHUNKS + 2));
  CHECK_INT(checker_regions, 4 * ROUNDS);
  CHECK_INT(checker_done, checker_tasks);
  CHECK(checker_begun >= checker_tasks, "%d of %d", checker_begun, checker_tasks);
  CHECK(checker_works > 0 && checker_chunks > 0, "%d, %d", checker_works, checker_chunks);
  return check_done();
}
