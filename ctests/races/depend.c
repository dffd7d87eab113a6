// A race detector that the program is built with: a task that does not name what it needs of
// another one.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/depend\.c:(28|33)\b
#include "another.h"
#include "check.h"

#ifdef RACY
#define AFTER(x)
#else
#define AFTER(x) depend(in : x)
#endif

int main() {
  int value = 0, copy = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
  {
    struct another another = {0};
#pragma omp task shared(value, another) depend(out : value)
    {
      another_begins(&another);
      value = 1;
    }
    another_await(&another);
    /* Executed by the thread that is here, in any case after the other task has begun. */
#pragma omp task shared(value, copy) if (0) AFTER(value)
    copy = value;
  }
  (void)copy;
#ifndef RACY
  CHECK_INT(copy, 1);
#endif
  return check_done();
}
