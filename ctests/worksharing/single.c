// One thread runs each single, in teams small and large; the others wait, or go on with nowait.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { MOST = 1000 };

static void singles(int threads, int rounds) {
  int count = 0, nowait[MOST] = {0};
#pragma omp parallel num_threads(threads)
  {
    for (int round = 1; round <= rounds; round++) {
#pragma omp single
      {
        if (round % 200 == 0)
          usleep(1000);
        count++;
      }
      CHECK_INT(count, round);
#pragma omp barrier
    }
    for (int round = 0; round < rounds; round++) {
#pragma omp single nowait
      __atomic_add_fetch(&nowait[round], 1, __ATOMIC_RELAXED);
    }
  }
  for (int round = 0; round < rounds; round++)
    CHECK_INT(nowait[round], 1);
}

int main(void) {
  singles(4, MOST);
  singles(12, 50);
  singles(3, 50);
  return check_done();
}
