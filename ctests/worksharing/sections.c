// Each section runs once, whatever the number of threads; the construct ends with a barrier unless
// nowait.
#include <omp.h>
#include <unistd.h>

#include "check.h"

static int ran[7];

static void hit(int section) { __atomic_add_fetch(&ran[section], 1, __ATOMIC_RELAXED); }

static void seven(void) {
#pragma omp sections
  {
    hit(0);
#pragma omp section
    {
      usleep(500);
      hit(1);
    }
#pragma omp section
    hit(2);
#pragma omp section
    hit(3);
#pragma omp section
    hit(4);
#pragma omp section
    hit(5);
#pragma omp section
    {
      usleep(500);
      hit(6);
    }
  }
}

int main(void) {
  for (int threads = 1; threads <= 9; threads += 2) {
    memset(ran, 0, sizeof ran);
#pragma omp parallel num_threads(threads)
    for (int round = 1; round <= 20; round++) {
      seven();
      for (int section = 0; section < 7; section++)
        CHECK_INT(__atomic_load_n(&ran[section], __ATOMIC_RELAXED), round);
#pragma omp barrier
    }
    int sum = 0;
#pragma omp parallel sections num_threads(threads) reduction(+ : sum)
    {
#pragma omp section
      sum += 1;
#pragma omp section
      sum += 2;
#pragma omp section
      sum += 4;
    }
    CHECK_INT(sum, 7);
  }
  return check_done();
}
