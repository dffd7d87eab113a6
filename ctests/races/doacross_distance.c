// A race detector that the program is built with: a doacross loop whose iterations wait for others
// than those that they need.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/doacross_distance\.c:26\b
#include "check.h"

enum { N = 200 };

#ifdef RACY
#define BEFORE 2
#else
#define BEFORE 1
#endif

int main() {
  static int sums[N];
#pragma omp parallel num_threads(2)
#pragma omp for ordered(1) schedule(static, 1)
  for (int i = 1; i < N; i++) {
#pragma omp ordered depend(sink : i - BEFORE)
    sums[i] = sums[i - 1] + i;
#pragma omp ordered depend(source)
  }
#ifndef RACY
  CHECK_INT(sums[N - 1], N * (N - 1) / 2);
#endif
  return check_done();
}
