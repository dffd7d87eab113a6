// Barriers bind to the innermost team: members of one inner team wait for each other only.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void meet(void) {
#pragma omp barrier
}

int main(void) {
#pragma omp parallel num_threads(2)
  {
    int outer = omp_get_thread_num(), arrived = 0;
#pragma omp parallel num_threads(3)
    for (int round = 1; round <= 50 * (1 + outer); round++) {
      __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
      meet();
      CHECK_INT(__atomic_load_n(&arrived, __ATOMIC_RELAXED), 3 * round);
      meet();
    }
  }
#pragma omp parallel if (0)
  meet();
  meet();
  return check_done();
}
