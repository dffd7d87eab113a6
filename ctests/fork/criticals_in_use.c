// Forks at any moment while other threads go in and out of criticals and locked atomics: the child
// gets in too.
//@ skip[libgomp]: the child waits for ever for a thread that it does not have
//@ skip[libomp]: the child waits for ever for a thread that it does not have
//@ flags[clang]: -latomic
//@ timeout: 60
#include <omp.h>
#include <pthread.h>

#include "child.h"

enum { THREADS = 3, FORKS = 300, ROUNDS = 20 };

static int stop;
static long unnamed, named;
static long double wide;

static void enter_all(void) {
#pragma omp critical
  unnamed++;
#pragma omp critical(name)
  named++;
#pragma omp atomic
  wide += 1;
}

static void *keep_entering(void *unused) {
  while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) enter_all();
  return unused;
}

/* Exclusion has to hold in the child as well, also where it takes over a lock that was held. */
static void count_in_region(void) {
  unnamed = named = 0, wide = 0;
#pragma omp parallel num_threads(2)
  for (int round = 0; round < ROUNDS; round++) enter_all();
  CHECK_INT(unnamed, 2 * ROUNDS);
  CHECK_INT(named, 2 * ROUNDS);
  CHECK_INT((long)wide, 2 * ROUNDS);
}

int main(void) {
  enter_all();
  pthread_t thread[THREADS];
  for (int i = 0; i < THREADS; i++) pthread_create(&thread[i], NULL, keep_entering, NULL);
  for (int i = 0; i < FORKS; i++) {
    pid_t pid = fork();
    if (pid == 0) {
      count_in_region();
      _exit(check_done());
    }
    child_ended_well(pid);
  }
  __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
  return check_done();
}
