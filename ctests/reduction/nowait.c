// Reductions of loops with nowait: the result is there after the next barrier.
#include <omp.h>

#include "check.h"

int main(void) {
  long a = 0, b = 0, c = 0;
#pragma omp parallel num_threads(4)
  for (int round = 1; round <= 200; round++) {
#pragma omp for reduction(+ : a) nowait
    for (int i = 0; i < 50; i++)
      a += i;
#pragma omp for schedule(dynamic) reduction(+ : b) reduction(max : c) nowait
    for (int i = 0; i < 50; i++) {
      b += 2 * i;
      c = i * round > c ? i * round : c;
    }
#pragma omp barrier
    CHECK_INT(a, round * 1225L);
    CHECK_INT(b, round * 2450L);
    CHECK_INT(c, round * 49L);
#pragma omp barrier
  }
  return check_done();
}
