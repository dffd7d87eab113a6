// Locks, critical and locked atomics also exclude threads that the runtime did not make, outside
// any region.
//@ flags[clang]: -latomic
#include <omp.h>
#include <pthread.h>

#include "check.h"

enum { THREADS = 4, ROUNDS = 20000 };

static omp_lock_t lock;
static omp_nest_lock_t nest;
static long locked, nested, unnamed, named;
static long double wide;

static void *work(void *unused) {
  for (int round = 0; round < ROUNDS; round++) {
    omp_set_lock(&lock);
    locked++;
    omp_unset_lock(&lock);
    omp_set_nest_lock(&nest);
    CHECK_INT(omp_test_nest_lock(&nest), 2);
    nested++;
    omp_unset_nest_lock(&nest);
    omp_unset_nest_lock(&nest);
#pragma omp critical
    unnamed++;
#pragma omp critical(name)
    named++;
#pragma omp atomic
    wide += 1;
  }
  return unused;
}

int main(void) {
  omp_init_lock(&lock);
  omp_init_nest_lock(&nest);
  pthread_t thread[THREADS];
  for (int i = 0; i < THREADS; i++) pthread_create(&thread[i], 0, work, 0);
  for (int i = 0; i < THREADS; i++) pthread_join(thread[i], 0);
  long all = (long)THREADS * ROUNDS;
  CHECK_INT(locked, all);
  CHECK_INT(nested, all);
  CHECK_INT(unnamed, all);
  CHECK_INT(named, all);
  CHECK_INT((long)wide, all);
  omp_destroy_lock(&lock);
  omp_destroy_nest_lock(&nest);
  return check_done();
}
