// Team sizes alternate: consecutive regions of one size keep the values of each thread number
// (OpenMP 5.2, 5.2).
#include <omp.h>

#include "check.h"

static int mark;
#pragma omp threadprivate(mark)

int main(void) {
  for (int round = 0; round < 200; round++) {
    int size = 1 + round * 5 % 8, stamp = round * 100;
#pragma omp parallel num_threads(size)
    mark = stamp + omp_get_thread_num();
    for (int again = 0; again < 3; again++) {
#pragma omp parallel num_threads(size)
      CHECK_INT(mark, stamp + omp_get_thread_num());
    }
  }
  return check_done();
}
