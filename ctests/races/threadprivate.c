// A race detector that the program is built with: a counter of which each thread should have its
// own copy. Clang leaves the copies to the runtime here.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ flags[clang]: -fnoopenmp-use-tls
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/threadprivate\.c:22\b
#include "check.h"

static int calls = 1;
#ifdef RACY
#define COPYIN
#else
#pragma omp threadprivate(calls)
#define COPYIN copyin(calls)
#endif

static void call(void) {
  calls++;
}

int main() {
  int sum = 0;
  for (int round = 1; round <= 3; round++) {
    calls = round;
#pragma omp parallel num_threads(2) reduction(+ : sum) COPYIN
    {
      call();
      sum += calls;
    }
  }
  (void)sum;
#ifndef RACY
  CHECK_INT(sum, 2 * (2 + 3 + 4));
#endif
  return check_done();
}
