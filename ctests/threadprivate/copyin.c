// copyin gives every thread the primary thread's value at the start, arrays too; without it they
// keep their own.
#include <omp.h>

#include "check.h"

static int value = 1, array[50];
#pragma omp threadprivate(value, array)

int main(void) {
  for (int threads = 1; threads <= 6; threads++) {
    value = 10 * threads;
    for (int i = 0; i < 50; i++)
      array[i] = threads + i;
#pragma omp parallel num_threads(threads) copyin(value, array)
    {
      CHECK_INT(value, 10 * threads);
      for (int i = 0; i < 50; i++)
        CHECK_INT(array[i], threads + i);
#pragma omp barrier
      value += omp_get_thread_num();
      array[49] = -omp_get_thread_num();
    }
#pragma omp parallel num_threads(threads)
    {
      CHECK_INT(value, 10 * threads + omp_get_thread_num());
      CHECK_INT(array[49], -omp_get_thread_num());
    }
    int me = 3;
#pragma omp parallel num_threads(threads)
#pragma omp single copyprivate(value)
    value = me;
#pragma omp parallel num_threads(threads)
    CHECK_INT(value, 3);
  }
  return check_done();
}
