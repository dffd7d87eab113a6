// In a team of one tasks are queued where priorities are in play, so that the most important goes
// first there too, as libgomp has it: also before one without a priority.
//@ env: OMP_MAX_TASK_PRIORITY=10
//@ skip[libomp]: runs each at once
#include <omp.h>

#include "check.h"

enum { TASKS = 40 };

static int order[TASKS], ran;

static void generate(void) {
  for (int i = 0; i < TASKS; i++) {
    int priority = i < TASKS / 2 ? 1 + i % 9 : i % 4;
#pragma omp task priority(priority) firstprivate(priority)
    order[ran++] = priority;
  }
}

static void check_order(void) {
  CHECK_INT(ran, TASKS);
  for (int i = 1; i < TASKS; i++)
    CHECK(order[i] <= order[i - 1], "after priority %d comes %d, as number %d", order[i - 1], order[i], i);
  ran = 0;
}

int main(void) {
#pragma omp parallel num_threads(1)
  {
    generate();
#pragma omp taskwait
    check_order();
    generate();
#pragma omp barrier
    check_order();
#pragma omp taskgroup
    generate();
    check_order();
    generate();
  }
  check_order();
  /* Dependences hold among those that wait. */
  int x = 0;
#pragma omp parallel num_threads(1)
  {
#pragma omp task priority(1) shared(x) depend(out : x)
    x = 1;
#pragma omp task shared(x) depend(inout : x)
    x += 2;
#pragma omp task priority(10) shared(x) depend(inout : x)
    x *= 5;
#pragma omp task if (0) shared(x) depend(in : x)
    CHECK_INT(x, 15);
  }
  CHECK_INT(x, 15);
  return check_done();
}
