// A thread that waits inside a tied task finds the children of that, the most important first,
// behind more important tasks that it may not begin there (OpenMP 5.2, 12.9).
//@ env: OMP_MAX_TASK_PRIORITY=10
//@ skip[libgomp]: crashes when a task waits for children while more important ones are queued
//@ skip[libomp]: waits for ever, for the same reason
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { OTHERS = 60, CHILDREN = 8 };

static int order[CHILDREN], ran, inside, others;

static void wait_inside(int in_group) {
  inside = 1;
  ran = 0;
#pragma omp taskgroup
  {
    for (int child = 0; child < CHILDREN; child++) {
      int priority = child * 3 % 8;
#pragma omp task priority(priority) firstprivate(priority)
      order[ran++] = priority;
    }
    if (!in_group) {
#pragma omp taskwait
    }
  }
  CHECK_INT(ran, CHILDREN);
  for (int i = 0; i < CHILDREN; i++)
    CHECK(order[i] == CHILDREN - 1 - i, "priority %d comes as number %d", order[i], i);
  inside = 0;
}

int main(void) {
  int held = 0, finished = 0;
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 1) {
    /* Keeps the other thread out of the way. */
    __atomic_store_n(&held, 1, __ATOMIC_RELEASE);
    while (!__atomic_load_n(&finished, __ATOMIC_ACQUIRE))
      usleep(100);
  } else {
    while (!__atomic_load_n(&held, __ATOMIC_ACQUIRE))
      usleep(100);
    for (int i = 0; i < OTHERS; i++) {
#pragma omp task priority(9)
      {
        CHECK(!inside, "begins inside of a tied task that it does not descend from");
        others++;
      }
    }
#pragma omp task if (0)
    wait_inside(0);
#pragma omp task if (0)
    wait_inside(1);
    CHECK_INT(others, 0);
#pragma omp taskwait
    CHECK_INT(others, OTHERS);
    __atomic_store_n(&finished, 1, __ATOMIC_RELEASE);
  }
  return check_done();
}
