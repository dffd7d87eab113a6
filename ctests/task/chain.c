// A chain of tasks, of which each generates the next one and ends, takes no more stack the longer
// it is: also in a team of one thread, where tasks are run as soon as they are generated.
//@ skip[libomp]: of one thread it overflows the stack
#include <omp.h>

#include "check.h"

static long length, done;

static void link(long number) {
  char frame[200];
  frame[number % 200] = 1;
  __asm__ volatile("" : : "r"(frame) : "memory");
  done++;
  if (number < length) {
#pragma omp task firstprivate(number)
    link(number + 1);
  }
}

/* Each waits for the next one, as deep as its stack is to go. */
static long nest(long number) {
  long below = 0;
  if (number > 0) {
#pragma omp task shared(below) firstprivate(number)
    below = nest(number - 1);
#pragma omp taskwait
  }
  return below + 1;
}

static void check(int threads) {
  done = 0;
#pragma omp parallel num_threads(threads)
#pragma omp single
  link(1);
  CHECK_INT(done, length);
  done = 0;
#pragma omp parallel num_threads(threads)
#pragma omp single
  {
#pragma omp task final(0) untied
    link(1);
    CHECK_INT(nest(700), 701);
  }
  CHECK_INT(done, length);
}

int main(void) {
  length = 100000;
  check(1);
  check(2);
  return check_done();
}
