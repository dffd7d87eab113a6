// Regions that are cancelled when their members are in different places, one after the other in the
// same team, and after each a region in which the members have to agree in everything.
//@ env: OMP_CANCELLATION=true
//@ skip[libomp]: loops after a cancelled region wait for ever
#include <omp.h>
#include <unistd.h>

#include "check.h"
#include "random.h"

enum { ROUNDS = 300 };

/* Each member does a random number of constructs before it cancels the region or comes to a
   cancellation point; nobody waits for another. */
static void cancelled(int size, int seed) {
#pragma omp parallel num_threads(size)
  {
    int me = omp_get_thread_num();
    struct random random = random_from((uint64_t)seed * 100 + (uint64_t)me + 1);
    int constructs = (int)random_below(&random, 6), sum = 0;
    for (int construct = 0; construct < constructs; construct++) {
      switch ((seed + construct) % 4) {
      case 0:
#pragma omp for schedule(dynamic) nowait
        for (int i = 0; i < 20; i++)
          sum++;
        break;
      case 1:
#pragma omp single nowait
        sum++;
        break;
      case 2:
#pragma omp for schedule(guided) nowait
        for (int i = 0; i < 20; i++)
          sum++;
        break;
      default:
#pragma omp task firstprivate(sum)
        sum++;
      }
    }
    if (me == seed % size || random_below(&random, 8) == 0) {
#pragma omp cancel parallel
    }
    if (seed % 3 == 0) {
#pragma omp cancellation point parallel
    }
#pragma omp barrier
    CHECK(0, "member %d of %d comes past the barrier of a cancelled region", me, size);
  }
}

static void agreed(int size) {
  int each[32] = {0}, singles = 0, tasks = 0, handed = 0, ordered = 0;
#pragma omp parallel num_threads(size) reduction(+ : handed)
  {
    int me = omp_get_thread_num(), value = 0;
    for (int round = 1; round <= 3; round++) {
      __atomic_store_n(&each[me], round, __ATOMIC_RELAXED);
#pragma omp barrier
      for (int other = 0; other < size; other++)
        CHECK_INT(__atomic_load_n(&each[other], __ATOMIC_RELAXED), round);
#pragma omp single
      singles++;
#pragma omp single copyprivate(value)
      value = round;
      handed += value;
      int sum = 0;
#pragma omp for schedule(dynamic) nowait
      for (int i = 0; i < 30; i++)
        sum++;
#pragma omp for schedule(guided) nowait
      for (int i = 0; i < 30; i++)
        sum++;
#pragma omp for schedule(static) ordered
      for (int i = 0; i < 2 * size; i++)
#pragma omp ordered
        ordered++;
#pragma omp task
#pragma omp atomic
      tasks++;
#pragma omp taskwait
      __atomic_add_fetch(&each[me], sum < 0, __ATOMIC_RELAXED);
#pragma omp barrier
    }
  }
  CHECK_INT(singles, 3);
  CHECK_INT(handed, 6 * size);
  CHECK_INT(ordered, 6 * size);
  CHECK_INT(tasks, 3 * size);
}

int main(void) {
  static const int sizes[] = {2, 3, 8, 9, 32};
  for (int round = 0; round < ROUNDS; round++) {
    int size = sizes[round % 5];
    for (int times = 0; times <= round % 3; times++)
      cancelled(size, round + times);
    agreed(size);
    // Another size of the same team.
    agreed(1 + round % 8);
  }
  return check_done();
}
