// A thread that waits for a lock or a critical construct spins or sleeps as OMP_WAIT_POLICY and its
// kin say, as it does in other waits.
//@ also: OMP_WAIT_POLICY=active
//@ also: OMP_WAIT_POLICY=passive
//@ also: GOMP_SPINCOUNT=infinity
//@ also: GOMP_SPINCOUNT=10
//@ skip[libomp]: its locks spin under every policy, and it does not know GOMP_SPINCOUNT
#include <omp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static clockid_t waiter;
static _Atomic int held;
static omp_lock_t lock;

static double ms_of(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int is_active(void) {
  const char *policy = getenv("OMP_WAIT_POLICY"), *count = getenv("GOMP_SPINCOUNT");
  return (policy && !strcmp(policy, "active")) || (count && !strcmp(count, "infinity"));
}

// Called by the holder: how long the other thread computes while it waits, in ms of its processor
// time. An active one computes for ever, however little it gets of a busy machine.
static void watch(const char *what) {
  // It comes to the lock some time after this; what it does before does not take long.
  double before = ms_of(waiter), began = ms_of(CLOCK_MONOTONIC);
  while (ms_of(CLOCK_MONOTONIC) < began + (is_active() ? 30000 : 300) && ms_of(waiter) < before + 100)
    usleep(10000);
  if (is_active())
    CHECK(ms_of(waiter) - before >= 100, "%s: an active waiter slept", what);
  else
    CHECK(ms_of(waiter) - before < 100, "%s: a waiter that should sleep spun", what);
}

int main(void) {
  omp_init_lock(&lock);
#pragma omp parallel num_threads(2)
  {
    int other = omp_get_thread_num();
    if (other)
      pthread_getcpuclockid(pthread_self(), &waiter);
#pragma omp barrier
    if (!other) {
      omp_set_lock(&lock);
      held = 1;
      watch("lock");
      omp_unset_lock(&lock);
    } else {
      while (!held)
        usleep(1000);
      omp_set_lock(&lock);
      omp_unset_lock(&lock);
    }
#pragma omp barrier
    if (other)
      while (held != 2)
        usleep(1000);
#pragma omp critical
    if (!other) {
      held = 2;
      watch("critical");
    }
  }
  omp_destroy_lock(&lock);
  return check_done();
}
