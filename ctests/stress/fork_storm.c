// Forks in states chosen at random, beside other masters and without them. By hand: fork_storm
// FORKS SEED.
//@ skip[libgomp]: children hang at their first region
//@ skip[libomp]: children wait for members that are not there
//@ flags: -D_GNU_SOURCE
//@ flags[gcc]: -Wno-infinite-recursion
//@ env: OMP_MAX_ACTIVE_LEVELS=3
//@ args: 500
//@ timeout: 150
#include <pthread.h>
#include <sys/syscall.h>

#include "child.h"
#include "random.h"
#include "watchdog.h"

enum state {
  AFTER_REGION,
  IN_REGION,
  IN_SINGLE,
  IN_CRITICAL,
  IN_NAMED_CRITICAL,
  IN_ORDERED,
  IN_DYNAMIC_LOOP,
  IN_GUIDED_LOOP,
  IN_SECTION,
  IN_INNER_TEAM,
  IN_SERIALISED_REGION,
  BESIDE_CRITICAL,
  IN_NATIVE_THREAD,
  SEVERAL_AT_ONCE,
  GRANDCHILD,
  RAW,
  STATES
};

/* Long enough without other masters and long enough with them; raw forks are for the former, since
   nobody frees malloc's locks in their children. */
enum { STRETCH = 40, MASTERS = 2, MOST_CHILDREN = 64 };

static long forks = 500, seed = 1;
static pid_t children[MOST_CHILDREN];
static int children_count, stop_masters;

/* The rest of a child's life: regions, and perhaps a child of its own. */
static void live(struct random random, int generations) {
  for (unsigned round = random_below(&random, 3); round-- > 0;)
    check_region(1 + (int)random_below(&random, 5));
  if (generations > 0 && random_below(&random, 4) == 0) {
    pid_t pid = fork();
    if (pid == 0)
      live(random, generations - 1);
    check_region(1 + (int)random_below(&random, 3));
    child_ended_well(pid);
  }
  if (random_below(&random, 2) == 0)
    exit(check_done());
  child_exit();
}

/* Forks. In the parent notes the child and returns 0; in the child returns 1. */
static int fork_here(void) {
  pid_t pid = fork();
  if (pid == 0) {
    check_failures = 0;
    return 1;
  }
  int index = __atomic_fetch_add(&children_count, 1, __ATOMIC_RELAXED);
  children[index] = pid;
  return 0;
}

/* Where the team stands in the child: all its constructs complete with one member. */
static void finish_region(struct random random) {
  int count = 0;
#pragma omp barrier
#pragma omp for schedule(dynamic)
  for (int i = 0; i < 10; i++)
    count++;
#pragma omp single
  count++;
#pragma omp critical
  count++;
#pragma omp critical(storm)
  count++;
#pragma omp for ordered
  for (int i = 0; i < 5; i++) {
#pragma omp ordered
    count++;
  }
  CHECK_INT(count, 18);
  live(random, 1);
}

static void in_team(enum state state, int forker, struct random random) {
  int me = omp_get_thread_num(), in_child = 0;
  if (random_below(&random, 3) == 0)
    usleep(random_below(&random, 200));
  switch (state) {
  case IN_SINGLE:
#pragma omp single nowait
    in_child = fork_here();
    break;
  case IN_CRITICAL:
    if (me == forker) {
#pragma omp critical
      in_child = fork_here();
    }
    break;
  case IN_NAMED_CRITICAL:
    if (me == forker) {
#pragma omp critical(storm)
      in_child = fork_here();
    }
    break;
  case IN_ORDERED:
#pragma omp for ordered schedule(dynamic, 2)
    for (int i = 0; i < 20; i++) {
#pragma omp ordered
      if (i == 5 + forker)
        in_child = fork_here();
    }
    break;
  case IN_DYNAMIC_LOOP:
#pragma omp for schedule(dynamic)
    for (int i = 0; i < 20; i++)
      if (i == 5 + forker)
        in_child = fork_here();
    break;
  case IN_GUIDED_LOOP:
#pragma omp for schedule(guided) nowait
    for (int i = 0; i < 20; i++)
      if (i == 5 + forker)
        in_child = fork_here();
    break;
  case IN_SECTION:
#pragma omp sections
  {
#pragma omp section
    in_child = fork_here();
#pragma omp section
    usleep(50);
  }
    break;
  case BESIDE_CRITICAL:
    if (me == forker) {
      in_child = fork_here();
    } else {
#pragma omp critical(storm)
      usleep(100);
#pragma omp critical
      usleep(100);
    }
    break;
  default:
    if (me == forker)
      in_child = fork_here();
  }
  if (in_child)
    finish_region(random);
}

static void *native(void *random) {
  check_region(2);
  if (fork_here())
    live(*(struct random *)random, 2);
  check_region(2);
  return NULL;
}

static void step(enum state state, struct random *random) {
  int size = 1 + (int)random_below(random, 4), forker = (int)random_below(random, (unsigned)size);
  struct random of_child = random_from(random_below(random, 1u << 30));
  pid_t pid;
  pthread_t thread;
  switch (state) {
  case AFTER_REGION:
    check_region(size);
    if (fork_here())
      live(of_child, 2);
    break;
  case SEVERAL_AT_ONCE:
    for (int i = 0; i < 6; i++)
      if (fork_here())
        live(random_from(of_child.state + (unsigned)i), 1);
    break;
  case GRANDCHILD:
    if (fork_here()) {
      check_region(size);
      pid = fork();
      if (pid == 0)
        live(of_child, 2);
      child_ended_well(pid);
      live(of_child, 0);
    }
    break;
  case RAW:
    check_region(size);
    pid = size % 2 == 0 ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : _Fork();
    if (pid == 0) {
      check_failures = 0;
      check_region(1 + size);
      child_exit();
    }
    children[children_count++] = pid;
    break;
  case IN_NATIVE_THREAD:
    pthread_create(&thread, NULL, native, &of_child);
    check_region(size);
    pthread_join(thread, NULL);
    break;
  case IN_SERIALISED_REGION:
#pragma omp parallel if (0)
    if (fork_here())
      finish_region(of_child);
    break;
  case IN_INNER_TEAM:
#pragma omp parallel num_threads(2)
#pragma omp parallel num_threads(size)
    in_team(IN_REGION, forker, of_child);
    break;
  default:
#pragma omp parallel num_threads(size)
    in_team(state, forker, of_child);
  }
  if (random_below(random, 2) == 0)
    check_region(1 + (int)random_below(random, 4));
  CHECK(children_count > 0, "no child in state %d", state);
  for (int i = 0; i < children_count; i++)
    child_ended_well(children[i]);
  children_count = 0;
}

static void *master(void *number) {
  struct random random = random_from((unsigned long)number);
  while (!__atomic_load_n(&stop_masters, __ATOMIC_RELAXED))
    check_region(1 + (int)random_below(&random, 4));
  return NULL;
}

static int storm(volatile long *progress) {
  struct random random = random_from((unsigned long)seed);
  pthread_t masters[MASTERS];
  int beside = 0;
  for (long round = 0; round < forks && check_failures == 0; round++) {
    if (round % STRETCH == 0) {
      __atomic_store_n(&stop_masters, 1, __ATOMIC_RELAXED);
      for (int i = 0; beside && i < MASTERS; i++)
        pthread_join(masters[i], NULL);
      beside = !beside;
      __atomic_store_n(&stop_masters, 0, __ATOMIC_RELAXED);
      for (long i = 0; beside && i < MASTERS; i++)
        pthread_create(&masters[i], NULL, master, (void *)(i + round));
    }
    enum state state = (enum state)random_below(&random, STATES);
    step(state == RAW && beside ? AFTER_REGION : state, &random);
    CHECK(check_failures == 0, "this was fork %ld of seed %ld, state %d, %s other masters", round, seed, (int)state,
          beside ? "beside" : "without");
    *progress = round;
  }
  exit(check_done());
}

int main(int argc, char **argv) {
  if (argc > 1)
    forks = atol(argv[1]);
  if (argc > 2)
    seed = atol(argv[2]);
  return watched(storm);
}
