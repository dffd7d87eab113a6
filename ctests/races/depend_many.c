// A race detector that the program is built with: a task that comes after another, which is done.
// There are so many that the runtime has no need to remember that task.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/depend_many\.c:(28|36)\b
#include "check.h"

enum { MANY = 64 };

#ifdef RACY
#define AFTER(x)
#else
#define AFTER(x) depend(in : x)
#endif

int main() {
  static int values[MANY], copy, done;
#pragma omp parallel num_threads(2)
#pragma omp single
  {
    for (int i = 0; i < MANY; i++) {
#pragma omp task depend(out : values[i])
      {
        values[i] = i + 1;
        __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
      }
    }
    /* By the other thread, in an order that a race detector does not see. */
    while (__atomic_load_n(&done, __ATOMIC_RELAXED) < MANY) {
    }
#pragma omp task if (0) depend(out : copy) AFTER(values[0])
    copy = values[0];
  }
  CHECK_INT(copy, 1);
  return check_done();
}
