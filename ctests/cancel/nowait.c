// A cancelled loop or sections with nowait, which the specification forbids and GCC warns of,
// leaves those behind it whole.
//@ skip[clang]: does not take it
//@ skip[libgomp]: cancels all up to the next barrier
//@ skip[libomp]: as libgomp
//@ flags: -w
//@ env: OMP_CANCELLATION=true
#include <omp.h>

#include "check.h"

enum { ITERATIONS = 200 };

static volatile int never;

static void loops(int size) {
  int first = 0, second = 0, third = 0;
#pragma omp parallel num_threads(size)
  {
#pragma omp for schedule(dynamic) nowait
    for (int i = 0; i < ITERATIONS; i++) {
      if (i >= 3) {
#pragma omp cancel for
      }
#pragma omp atomic
      first++;
    }
#pragma omp for schedule(dynamic) nowait
    for (int i = 0; i < ITERATIONS; i++) {
#pragma omp cancel for if (never)
#pragma omp atomic
      second++;
    }
#pragma omp for schedule(static)
    for (int i = 0; i < ITERATIONS; i++) {
#pragma omp cancel for if (never)
#pragma omp cancellation point for
#pragma omp atomic
      third++;
    }
  }
  CHECK(first <= 3, "%d", first);
  CHECK_INT(second, ITERATIONS);
  CHECK_INT(third, ITERATIONS);
}

static void sections(int size) {
  int second = 0;
#pragma omp parallel num_threads(size)
  {
#pragma omp sections nowait
    {
#pragma omp section
      {
#pragma omp cancel sections
      }
#pragma omp section
      {
#pragma omp cancel sections
      }
    }
#pragma omp for schedule(guided)
    for (int i = 0; i < ITERATIONS; i++) {
#pragma omp cancel for if (never)
#pragma omp cancellation point for
#pragma omp atomic
      second++;
    }
  }
  CHECK_INT(second, ITERATIONS);
}

int main(void) {
  for (int round = 0; round < 50; round++)
    for (int size = 1; size <= 5; size++) {
      loops(size);
      sections(size);
    }
  return check_done();
}
