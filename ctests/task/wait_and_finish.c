// A thread that sleeps in a taskwait, is woken for a task that has become ready, and finishes it
// itself: all children are counted once, so that the region ends.
//@ timeout: 30
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void chain(void) {
  int x = 0, wrong = 0;
  for (int round = 0; round < 50; round++) {
#pragma omp task shared(x) depend(out : x)
    {
      usleep(100);
      x++;
    }
#pragma omp task shared(x, wrong) depend(in : x)
    wrong += x != 1;
#pragma omp task shared(x) depend(out : x)
    x = 0;
  }
#pragma omp taskwait
  CHECK_INT(wrong, 0);
  CHECK_INT(x, 0);
}

int main(void) {
  for (int i = 0; i < 20; i++) {
#pragma omp parallel num_threads(2)
#pragma omp single
    chain();
  }
  return check_done();
}
