// A cancelled inner region ends alone; its parent's members, loops and barriers do not notice.
//@ env: OMP_CANCELLATION=true
//@ env: OMP_MAX_ACTIVE_LEVELS=2
//@ env: OMP_DYNAMIC=false
//@ skip[gcc libomp]: waits for ever behind a cancelled inner region
#include <omp.h>

#include "check.h"

int main(void) {
  for (int round = 0; round < 60; round++) {
    int outer = 2 + round % 3, inner = 1 + round % 4;
    int iterations = 0, members = 0, past = 0;
#pragma omp parallel num_threads(outer)
    {
#pragma omp for schedule(dynamic)
      for (int i = 0; i < 12; i++) {
#pragma omp parallel num_threads(inner)
        {
          if (omp_get_thread_num() == i % omp_get_num_threads()) {
#pragma omp cancel parallel
          }
#pragma omp barrier
#pragma omp atomic
          past++;
        }
#pragma omp parallel num_threads(inner)
        {
#pragma omp for schedule(dynamic)
          for (int j = 0; j < 8; j++) {
#pragma omp cancel for
          }
#pragma omp atomic
          members++;
        }
#pragma omp cancellation point for
#pragma omp atomic
        iterations++;
      }
#pragma omp barrier
      CHECK_INT(iterations, 12);
    }
    CHECK_INT(past, 0);
    CHECK_INT(members, 12 * inner);
  }
  return check_done();
}
