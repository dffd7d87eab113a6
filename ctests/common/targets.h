/* Target tasks, which hidden helper threads execute in code by clang. */
#ifndef CTESTS_TARGETS_H
#define CTESTS_TARGETS_H

#include <unistd.h>

#include "check.h"

/* Waits until another thread, or a task, has set `flag`. */
static inline void await(int *flag) {
  while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE))
    usleep(10);
}

/* So many target tasks without dependences, and one before an ordinary task. */
static inline void check_targets(int count) {
  int done = 0, x = 0;
  for (int i = 0; i < count; i++) {
#pragma omp target nowait map(tofrom : done)
#pragma omp atomic
    done++;
  }
#pragma omp target nowait map(tofrom : x) depend(out : x)
  x = 1;
#pragma omp task shared(x) depend(inout : x)
  x += 2;
#pragma omp taskwait
  CHECK_INT(done, count);
  CHECK_INT(x, 3);
}

#endif
