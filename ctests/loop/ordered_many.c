// Ordered loops one after the other in one region, with nowait and of different lengths, empty ones
// among them.
#include <omp.h>

#include "check.h"

enum { LOOPS = 60 };

int main(void) {
  int next[LOOPS] = {0};
#pragma omp parallel num_threads(4)
  for (int l = 0; l < LOOPS; l++) {
    int length = l % 7 * 3;
#pragma omp for ordered schedule(dynamic) nowait
    for (int i = 0; i < length; i++) {
#pragma omp ordered
      CHECK_INT(next[l]++, i);
    }
#pragma omp for ordered schedule(static, 2) nowait
    for (int i = 0; i < 5; i++) {
#pragma omp ordered
      {
      }
    }
  }
  for (int l = 0; l < LOOPS; l++)
    CHECK_INT(next[l], l % 7 * 3);
  return check_done();
}
