// In a team of one thread, and outside of regions, untied tasks are executed in their order
// where they are generated, as other tasks are: with all their parts.
//@ skip[gcc libgomp]: queues tasks in a team of one
#include <omp.h>

#include "check.h"

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
  note(90);
#pragma omp task untied depend(in : x)
  note(91);
  const int expected[] = {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 90, 91};
  CHECK(place == 14 && memcmp(order, expected, sizeof expected) == 0, "%s: %d done, %d %d %d first", where, place,
        order[0], order[1], order[2]);
#pragma omp taskwait
}

int main(void) {
  check("outside of regions");
#pragma omp parallel num_threads(1)
  check("in a team of one");
#pragma omp parallel if (0)
  check("in a serial region");
  return check_done();
}
