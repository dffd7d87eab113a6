// A thread that waits inside a tied task begins no tied task that does not descend from it (OpenMP
// 5.2, 12.9): otherwise the new one could need what the waiting one holds. It may begin
// descendants, and untied tasks.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { TASKS = 40, CHILDREN = 4, ROUNDS = 20 };

/* The tied task that this thread is inside of, by number; 0: none. */
static __thread int inside;
static int ran, children;

static void work(int number) {
  CHECK(inside == 0, "task %d begins inside of task %d", number, inside);
  inside = number;
  for (int child = 0; child < CHILDREN; child++) {
#pragma omp task firstprivate(number)
    {
      CHECK(inside == 0 || inside == number, "a child of %d runs inside of %d", number, inside);
      if (number % 7 == 0)
        usleep(50);
#pragma omp atomic
      children++;
    }
  }
  if (number % 2) {
#pragma omp taskwait
  } else {
#pragma omp taskgroup
    {
#pragma omp task
      usleep(20);
    }
#pragma omp taskyield
#pragma omp taskwait
  }
  CHECK_INT(inside, number);
  inside = 0;
#pragma omp atomic
  ran++;
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
    ran = children = 0;
#pragma omp parallel num_threads(threads)
    for (int round = 0; round < ROUNDS; round++) {
#pragma omp for nowait
      for (int i = 0; i < TASKS; i++) {
        int number = i + 1;
#pragma omp task firstprivate(number)
        work(number);
      }
#pragma omp barrier
    }
    CHECK_INT(ran, TASKS * ROUNDS);
    CHECK_INT(children, TASKS * ROUNDS * CHILDREN);
  }
  return check_done();
}
