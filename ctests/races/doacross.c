// A race detector that the program is built with: a doacross loop whose iterations do not wait for
// the ones before.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/doacross\.c:22\b
#include "check.h"

enum { N = 200 };

int main() {
  static int sums[N];
#pragma omp parallel num_threads(2)
#pragma omp for ordered(1) schedule(static, 1)
  for (int i = 1; i < N; i++) {
#ifndef RACY
#pragma omp ordered depend(sink : i - 1)
#endif
    sums[i] = sums[i - 1] + i;
#pragma omp ordered depend(source)
  }
#ifndef RACY
  CHECK_INT(sums[N - 1], N * (N - 1) / 2);
#endif
  return check_done();
}
