// A race detector that the program is built with: a value that one member sets and the other one
// does not wait for.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/single\.c:(24|27)\b
#include "check.h"

#ifdef RACY
#define NOWAIT nowait
#else
#define NOWAIT
#endif

int main() {
  int value = 0, sum = 0;
#pragma omp parallel num_threads(2)
  {
#pragma omp single NOWAIT
    {
      value = 21;
    }
#pragma omp atomic
    sum += value;
  }
  (void)sum;
#ifndef RACY
  CHECK_INT(sum, 42);
#endif
  return check_done();
}
