// A race detector that the program is built with: a loop whose sum lacks its reduction.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/reduction\.c:(22|23)\b
#include "check.h"

enum { N = 1000 };

#ifdef RACY
#define REDUCTION
#else
#define REDUCTION reduction(+ : sum)
#endif

int main() {
  int sum = 0;
#pragma omp parallel for num_threads(2) schedule(static) REDUCTION
  for (int i = 0; i < N; i++)
    sum += i;
  (void)sum;
#ifndef RACY
  CHECK_INT(sum, N * (N - 1) / 2);
#endif
  return check_done();
}
