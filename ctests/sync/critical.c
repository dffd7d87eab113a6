// Unnamed and named criticals exclude within the process; different names do not exclude each
// other.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 3000, THREADS = 4 };

static int plain, first, second, inside_plain, inside_first;

int main(void) {
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp critical
    {
      CHECK_INT(inside_plain++, 0);
      plain++;
      inside_plain--;
    }
#pragma omp critical(first)
    {
      CHECK_INT(inside_first++, 0);
      first++;
      // Another name may be taken inside.
#pragma omp critical(second)
      second++;
      inside_first--;
    }
  }
  CHECK_INT(plain, THREADS * ROUNDS);
  CHECK_INT(first, THREADS * ROUNDS);
  CHECK_INT(second, THREADS * ROUNDS);

  // One thread stays in `held` until another has been through `free`: a common lock would never let
  // it.
  int passed = 0, entered = 0;
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 0) {
#pragma omp critical(held)
    {
      __atomic_store_n(&entered, 1, __ATOMIC_RELEASE);
      while (!__atomic_load_n(&passed, __ATOMIC_ACQUIRE))
        usleep(100);
    }
  } else {
    while (!__atomic_load_n(&entered, __ATOMIC_ACQUIRE))
      usleep(100);
#pragma omp critical(free)
    {
    }
#pragma omp critical
    {
    }
    __atomic_store_n(&passed, 1, __ATOMIC_RELEASE);
  }
  return check_done();
}
