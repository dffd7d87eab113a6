// A million tasks by recursion, and recursion some hundreds of tasks deep on workers' stacks of 1
// MB.
//@ env: OMP_STACKSIZE=1M
#include <omp.h>

#include "check.h"

enum { MILLION = 20, DEPTH = 600 };

static long count;

/* 2^depth leaves; most tasks wait for their children. */
static long tree(int depth) {
  long left, right;
  if (depth == 0)
    return 1;
#pragma omp task shared(left)
  left = tree(depth - 1);
#pragma omp task shared(right)
  right = tree(depth - 1);
#pragma omp taskwait
  return left + right;
}

/* Each task generates one that it does not wait for. */
static void chain(int length) {
#pragma omp atomic
  count++;
  if (length > 1) {
#pragma omp task
    chain(length - 1);
  }
}

/* Each waits for the one below it. */
static int nest(int depth) {
  int below = 0;
  if (depth > 0) {
#pragma omp task shared(below)
    below = nest(depth - 1);
#pragma omp taskwait
  }
  return below + 1;
}

/* Undeferred tasks inside each other. */
static int descend(int depth) {
  int below = 0;
  if (depth > 0) {
#pragma omp task shared(below) if (0)
    below = descend(depth - 1);
  }
  return below + 1;
}

int main(void) {
  for (int threads = 1; threads <= 4; threads *= 2) {
    long leaves = 0;
    int depth = 0, included = 0;
    count = 0;
#pragma omp parallel num_threads(threads)
#pragma omp single
    {
      leaves = tree(threads == 2 ? MILLION : MILLION - 5);
      depth = nest(DEPTH);
      included = descend(DEPTH);
      /* With one thread a task runs where it is generated. */
      chain(threads > 1 ? 10000 : 500);
    }
    CHECK_INT(leaves, 1L << (threads == 2 ? MILLION : MILLION - 5));
    CHECK_INT(depth, DEPTH + 1);
    CHECK_INT(included, DEPTH + 1);
    CHECK_INT(count, threads > 1 ? 10000 : 500);
  }
  return check_done();
}
