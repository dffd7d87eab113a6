// One thread runs each single, the others wait for it; with nowait they go on.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 1000, THREADS = 4 };

int main(void) {
  int count = 0, nowait[ROUNDS] = {0};
#pragma omp parallel num_threads(THREADS)
  {
    for (int round = 1; round <= ROUNDS; round++) {
#pragma omp single
      {
        if (round % 200 == 0)
          usleep(1000);
        count++;
      }
      CHECK_INT(count, round);
#pragma omp barrier
    }
    for (int round = 0; round < ROUNDS; round++) {
#pragma omp single nowait
      __atomic_add_fetch(&nowait[round], 1, __ATOMIC_RELAXED);
    }
  }
  for (int round = 0; round < ROUNDS; round++)
    CHECK_INT(nowait[round], 1);
  return check_done();
}
