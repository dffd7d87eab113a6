// Queued tasks run in the order of their priorities, up to OMP_MAX_TASK_PRIORITY. A priority is a
// hint, but people notice.
//@ env: OMP_MAX_TASK_PRIORITY=10
//@ skip[gcc libomp]: does not learn the priority from GCC's code
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { TASKS = 60 };

static int order[TASKS], ran;
static volatile int release, held;

int main(void) {
  CHECK_INT(omp_get_max_task_priority(), 10);
#pragma omp parallel num_threads(2)
  {
    if (omp_get_thread_num() == 1) {
      /* Keeps the other thread out of the way. */
      held = 1;
      while (!release)
        usleep(100);
    } else {
      while (!held)
        usleep(100);
      for (int i = 0; i < TASKS; i++) {
        int priority = i * 7 % 13;
#pragma omp task priority(priority) firstprivate(priority)
        order[ran++] = priority < 10 ? priority : 10;
      }
#pragma omp taskwait
      release = 1;
    }
  }
  CHECK_INT(ran, TASKS);
  for (int i = 1; i < TASKS; i++)
    CHECK(order[i] <= order[i - 1], "after priority %d comes %d, as number %d", order[i - 1], order[i], i);
  return check_done();
}
