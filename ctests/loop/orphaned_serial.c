// Worksharing constructs outside any region, and in serialised ones, do everything in the one
// thread.
#include <omp.h>

#include "check.h"

static int loops(void) {
  int count = 0, next = 0;
#pragma omp for schedule(static, 3)
  for (int i = 0; i < 10; i++)
    count++;
#pragma omp for schedule(dynamic)
  for (int i = 0; i < 10; i++)
    count++;
#pragma omp for schedule(guided)
  for (unsigned long long i = 0; i < 10; i++)
    count++;
#pragma omp for schedule(runtime)
  for (int i = 0; i < 10; i++)
    count++;
#pragma omp for ordered schedule(dynamic)
  for (int i = 0; i < 10; i++) {
#pragma omp ordered
    CHECK_INT(next++, i);
  }
#pragma omp sections
  {
#pragma omp section
    count++;
#pragma omp section
    count++;
  }
#pragma omp single
  count++;
#pragma omp master
  count++;
#pragma omp barrier
#pragma omp critical
  count++;
  return count;
}

int main(void) {
  CHECK_INT(loops(), 45);
#pragma omp parallel if (0)
  CHECK_INT(loops(), 45);
#pragma omp parallel num_threads(3)
#pragma omp parallel num_threads(1)
  CHECK_INT(loops(), 45);
  CHECK_INT(loops(), 45);
  return check_done();
}
