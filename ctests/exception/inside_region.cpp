// Exceptions that are thrown and caught within a region, in every thread, through nested and
// worksharing constructs.
#include <omp.h>
#include <stdexcept>
#include <string>

#include "check.h"

struct Counted {
  static int alive;
  Counted() { __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED); }
  ~Counted() { __atomic_sub_fetch(&alive, 1, __ATOMIC_RELAXED); }
};
int Counted::alive;

static void thrower(int depth, int value) {
  Counted counted;
  if (depth == 0)
    throw std::runtime_error("value " + std::to_string(value));
  thrower(depth - 1, value);
}

static bool caught(int value) {
  try {
    thrower(20, value);
  } catch (const std::exception &error) {
    return error.what() == "value " + std::to_string(value);
  }
  return false;
}

int main() {
  int count = 0;
  omp_set_max_active_levels(2);
#pragma omp parallel num_threads(4) reduction(+ : count)
  {
    count += caught(omp_get_thread_num());
#pragma omp for schedule(dynamic)
    for (int i = 0; i < 40; i++)
      count += caught(i);
#pragma omp critical
    count += caught(1);
#pragma omp single
    count += caught(2);
#pragma omp parallel num_threads(2) reduction(+ : count)
    count += caught(3);
  }
  CHECK_INT(count, 4 + 40 + 4 + 1 + 8);
  CHECK_INT(Counted::alive, 0);
  // Out of a region that has ended, through a caller's frames.
  int outside = 0;
  for (int round = 0; round < 10; round++)
    try {
#pragma omp parallel num_threads(3)
      caught(round);
      throw round;
    } catch (int) {
      outside++;
    }
  CHECK_INT(outside, 10);
  return check_done();
}
