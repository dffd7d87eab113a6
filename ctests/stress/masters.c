// Many native threads, at random: how many, how long they live, sizes, nesting, waits in user code,
// forks beside and inside regions. By hand: masters REGIONS SEED.
//@ skip[libgomp]: children hang at their first region
//@ skip[libomp]: children wait for members that are not there
//@ env: OMP_MAX_ACTIVE_LEVELS=8
//@ also: FERROMP_ADMISSION=kernel
//@ also: FERROMP_ADMISSION=hold
//@ also: FERROMP_ADMISSION=gang
//@ also: FERROMP_ADMISSION=learned
//@ also: FERROMP_BUDGET=5
//@ args: 1500
//@ timeout: 150
#include <pthread.h>
#include <sched.h>

#include "child.h"
#include "random.h"
#include "watchdog.h"

enum { MOST = 20 };

static long regions = 1500, seed = 1;
static volatile long *steps;
static int own;
#pragma omp threadprivate(own)

// A child opens a few regions of its own, at times a grandchild.
static void fork_now(struct random random, int depth) {
  pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 2; i++)
      check_region(1 + (int)random_below(&random, 4));
    if (depth > 0 && random_below(&random, 3) == 0)
      fork_now(random, depth - 1);
    child_exit();
  }
  child_ended_well(child);
}

static void wait_until(int *word, int value) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) < value)
    sched_yield();
}

// A region of random size and content; `members` counts who was there.
static void region(struct random random, int depth) {
  int size = 1 + (int)random_below(&random, depth == 2 ? 6 : 3), members = 0, arrived = 0, singles = 0;
  int kind = (int)random_below(&random, 8), brave = (int)random_below(&random, 200);
#pragma omp parallel num_threads(size)
  {
    int number = omp_get_thread_num();
    CHECK_INT(omp_get_num_threads(), size);
    own = size * 100 + number;
    __atomic_add_fetch(&members, 1, __ATOMIC_RELAXED);
    struct random mine = random_from(random.state + (unsigned)number);
    switch (kind) {
    case 0: // They all wait for each other, as a library's threads do.
      __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
      wait_until(&arrived, size);
      break;
    case 1:
    case 2:
      if (depth > 0) {
        CHECK_INT(own, size * 100 + number);
        region(mine, depth - 1);
        // The inner region had this thread's copy.
        own = size * 100 + number;
      }
      break;
    case 3:
      for (int i = 0; i < 5; i++) {
#pragma omp barrier
#pragma omp single
        singles++;
      }
      CHECK_INT(singles, 5);
      break;
    case 4:
      for (volatile unsigned i = random_below(&mine, 20000); i > 0; i--)
        ;
      break;
    case 5:
      if (brave == 0 && number == size - 1)
        fork_now(mine, 1);
      break;
    default:;
#pragma omp for schedule(dynamic) nowait
      for (int i = 0; i < 20; i++)
        ;
    }
    CHECK_INT(own, size * 100 + number);
  }
  CHECK_INT(members, size);
  __atomic_add_fetch(steps, 1, __ATOMIC_RELAXED);
}

static void *master(void *number) {
  struct random random = random_from((unsigned long)number);
  // The own size of a thread is not another's.
  int mine = 1 + (int)random_below(&random, 5);
  omp_set_num_threads(mine);
  for (unsigned count = 1 + random_below(&random, 30); count-- > 0;) {
    region(random_from(random_below(&random, 1u << 30)), 2);
    CHECK_INT(omp_get_max_threads(), mine);
    if (random_below(&random, 10) == 0)
      usleep(random_below(&random, 3000));
    if (random_below(&random, 100) == 0)
      fork_now(random, 1);
  }
  return NULL;
}

static int storm(volatile long *progress) {
  struct random random = random_from((unsigned long)seed);
  steps = progress;
  for (long next = 0; *progress < regions && check_failures == 0;) {
    pthread_t threads[MOST];
    int count = 1 + (int)random_below(&random, MOST);
    for (int i = 0; i < count; i++)
      pthread_create(&threads[i], NULL, master, (void *)(seed * 1000000 + next++));
    if (random_below(&random, 2) == 0)
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
