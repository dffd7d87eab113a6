// In a team of one thread, and outside of regions, untied tasks are executed in their order
// where they are generated, as other tasks are: with all their parts. Also if a tool is told of
// them.
//@ variant: TOOL
//@ flags: -rdynamic
//@ skip[gcc libgomp]: queues tasks in a team of one
//@ skip[TOOL libomp]: a thread that leaves an untied task is told of as if it were in another one
#include <omp.h>

#include "check.h"
#ifdef TOOL
#include "tool_checker.h"
#endif

static int place, order[40];

static void note(int number) { order[place++] = number; }

static void check(const char *where) {
  place = 0;
  for (int i = 0; i < 4; i++) {
#pragma omp task untied firstprivate(i)
    {
      note(10 * i);
#pragma omp taskyield
#pragma omp task untied firstprivate(i)
      note(10 * i + 1);
#pragma omp taskwait
      note(10 * i + 2);
    }
  }
  int x = 0;
  (void)x;
#pragma omp task untied depend(inout : x)
  {
    note(90);
#pragma omp taskyield
#pragma omp task untied
    note(91);
#pragma omp taskwait
    note(92);
  }
#pragma omp task untied depend(in : x)
  note(93);
  const int expected[] = {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 90, 91, 92, 93};
  CHECK(place == 16 && memcmp(order, expected, sizeof expected) == 0, "%s: %d done, %d %d %d first", where, place,
        order[0], order[1], order[2]);
#pragma omp taskwait
}

int main(void) {
  check("outside of regions");
#pragma omp parallel num_threads(1)
  check("in a team of one");
#pragma omp parallel if (0)
  check("in a serial region");
#ifdef TOOL
  CHECK_INT(checker_tasks, 3 * (4 * 2 + 3));
  CHECK_INT(checker_done, checker_tasks);
#endif
  return check_done();
}
