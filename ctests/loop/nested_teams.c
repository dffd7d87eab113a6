// Loops in nested teams: each inner team has an iteration space of its own.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include <omp.h>

#include "check.h"

int main(void) {
  long totals[3] = {0};
#pragma omp parallel num_threads(3)
  {
    int outer = omp_get_thread_num();
    for (int round = 0; round < 20; round++) {
      long total = 0;
#pragma omp parallel for schedule(dynamic, 2) num_threads(2) reduction(+ : total)
      for (int i = 0; i < 100; i++)
        total += i;
      CHECK_INT(total, 4950);
      totals[outer] += total;
    }
#pragma omp barrier
#pragma omp for schedule(dynamic)
    for (int i = 0; i < 3; i++)
      CHECK_INT(totals[i], 20 * 4950);
  }
  return check_done();
}
