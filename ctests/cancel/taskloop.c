// A cancelled taskloop: tasks that have not begun are discarded.
//@ env: OMP_CANCELLATION=true
//@ also: OMP_CANCELLATION=false
//@ skip[clang libomp]: waits for ever at the end of the taskloop
#include <omp.h>

#include "check.h"

enum { MANY = 200 };

static void loop(int size) {
  int begun = 0;
#pragma omp parallel num_threads(size)
#pragma omp single
#pragma omp taskloop grainsize(1) shared(begun)
  for (int i = 0; i < MANY; i++) {
#pragma omp cancel taskgroup if (i >= 0)
#pragma omp atomic
    begun++;
  }
  CHECK_INT(begun, omp_get_cancellation() ? 0 : MANY);
}

int main(void) {
  static const int sizes[] = {1, 2, 4, 8, 32};
  for (int round = 0; round < 10; round++)
    for (int index = 0; index < 5; index++)
      loop(sizes[index]);
  return check_done();
}
