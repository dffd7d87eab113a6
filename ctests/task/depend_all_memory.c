// omp_all_memory, and `taskwait depend nowait`, as Clang passes them: before and after everything.
//@ skip[gcc]: see depend_by_hand.c
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { N = 8 };

static void everything(void) {
  int value[N] = {0}, sum = 0;
  for (int i = 0; i < N; i++) {
#pragma omp task shared(value) firstprivate(i) depend(out : value[i])
    {
      usleep(i == 2 ? 500 : 0);
      value[i] = 1;
    }
  }
#pragma omp task shared(value, sum) depend(inout : omp_all_memory)
  {
    for (int i = 0; i < N; i++)
      sum += value[i];
    CHECK_INT(sum, N);
    usleep(200);
    sum = -1;
  }
  for (int i = 0; i < N; i++) {
#pragma omp task shared(sum) firstprivate(i) depend(in : value[i])
    CHECK_INT(sum, -1);
  }
  int fresh;
#pragma omp task shared(sum) depend(in : fresh)
  CHECK_INT(sum, -1);
#pragma omp task shared(sum) depend(out : omp_all_memory) depend(in : fresh)
  sum = -2;
#pragma omp task shared(sum) if (0) depend(out : omp_all_memory)
  CHECK_INT(sum, -2);
#pragma omp taskwait
}

static void order_only(void) {
  int x = 0, y = 0;
#pragma omp task shared(x) depend(out : x)
  {
    usleep(300);
    x = 1;
  }
#pragma omp taskwait depend(in : x) depend(out : y) nowait
#pragma omp task shared(x) depend(in : y)
  CHECK_INT(x, 1);
#pragma omp taskwait
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    for (int round = 0; round < 20; round++) {
      everything();
      order_only();
    }
  }
  everything();
  order_only();
  return check_done();
}
