// Native threads that come and go open regions of random size, depth and content. By hand:
// region_storm REGIONS SEED.
//@ env: OMP_MAX_ACTIVE_LEVELS=3
//@ args: 400
//@ timeout: 150
#include <omp.h>
#include <pthread.h>

#include "check.h"
#include "random.h"
#include "watchdog.h"

enum { MASTERS = 6 };

static long regions = 400, seed = 1;
static volatile long *steps;

/* The data that one region's members share. */
struct shared {
  int members, iterations;
};

static void constructs(struct shared *shared, struct random random, int size);

/* One region of random size, with others inside it while `depth` allows. */
static void region(struct random random, int depth) {
  int size = 1 + (int)random_below(&random, 5), rounds = 1 + (int)random_below(&random, 3), inner = 0;
  unsigned kinds = random_below(&random, 1000);
  struct shared shared = {0};
#pragma omp parallel num_threads(size) reduction(+ : inner)
  {
    CHECK_INT(omp_get_num_threads(), size);
    __atomic_add_fetch(&shared.members, 1, __ATOMIC_RELAXED);
    for (int round = 0; round < rounds; round++) {
      // All members must meet the same constructs, so all draw the same numbers.
      struct random same = random_from(kinds * 10 + (unsigned)round);
      constructs(&shared, same, size);
      struct random own = random_from(kinds * 100 + (unsigned)omp_get_thread_num());
      if (depth > 0 && random_below(&own, 3) == 0) {
        region(own, depth - 1);
        inner++;
      }
    }
  }
  CHECK_INT(shared.members, size);
  CHECK(inner <= size * rounds, "%d inner regions", inner);
}

static void constructs(struct shared *shared, struct random random, int size) {
  int before, length = 1 + (int)random_below(&random, 40);
#pragma omp barrier
  before = __atomic_load_n(&shared->iterations, __ATOMIC_RELAXED);
#pragma omp barrier
  switch (random_below(&random, 8)) {
  case 0:
#pragma omp for schedule(dynamic, 3)
    for (int i = 0; i < length; i++)
      __atomic_add_fetch(&shared->iterations, 1, __ATOMIC_RELAXED);
    break;
  case 1:
#pragma omp for schedule(guided)
    for (long long i = 0; i < length; i++)
      __atomic_add_fetch(&shared->iterations, 1, __ATOMIC_RELAXED);
    break;
  case 2:
#pragma omp for schedule(static, 2)
    for (unsigned i = 0; i < (unsigned)length; i++)
      __atomic_add_fetch(&shared->iterations, 1, __ATOMIC_RELAXED);
    break;
  case 3:
#pragma omp for ordered schedule(dynamic)
    for (int i = 0; i < length; i++) {
#pragma omp ordered
      CHECK_INT(shared->iterations++, before + i);
    }
    break;
  case 4:
#pragma omp sections
  {
#pragma omp section
    __atomic_add_fetch(&shared->iterations, length - 1, __ATOMIC_RELAXED);
#pragma omp section
    __atomic_add_fetch(&shared->iterations, 1, __ATOMIC_RELAXED);
  }
    break;
  case 5:
#pragma omp single
    shared->iterations += length;
    break;
  case 6:
    length *= size;
#pragma omp critical
    shared->iterations += length / size;
#pragma omp barrier
    break;
  default:
    // A dozen loops without a barrier between them.
    for (int loop = 0; loop < 12; loop++) {
#pragma omp for schedule(dynamic) nowait
      for (int i = 0; i < length; i++)
        __atomic_add_fetch(&shared->iterations, 1, __ATOMIC_RELAXED);
    }
    length *= 12;
#pragma omp barrier
  }
  CHECK_INT(__atomic_load_n(&shared->iterations, __ATOMIC_RELAXED), before + length);
}

static void *master(void *number) {
  struct random random = random_from((unsigned long)number);
  for (unsigned count = 1 + random_below(&random, 8); count-- > 0;) {
    region(random_from(random_below(&random, 1u << 30)), 2);
    __atomic_add_fetch(steps, 1, __ATOMIC_RELAXED);
  }
  return NULL;
}

static int storm(volatile long *progress) {
  struct random random = random_from((unsigned long)seed);
  steps = progress;
  for (long next = 0; *progress < regions && check_failures == 0;) {
    pthread_t threads[MASTERS];
    int count = 1 + (int)random_below(&random, MASTERS);
    for (int i = 0; i < count; i++)
      pthread_create(&threads[i], NULL, master, (void *)(seed * 1000000 + next++));
    master((void *)(seed * 1000000 + next++));
    for (int i = 0; i < count; i++)
      pthread_join(threads[i], NULL);
  }
  return check_done();
}

int main(int argc, char **argv) {
  if (argc > 1)
    regions = atol(argv[1]);
  if (argc > 2)
    seed = atol(argv[2]);
  return watched(storm);
}
