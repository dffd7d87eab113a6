// Where nobody has set a size, a region gets the one that omp_get_max_threads tells, also under a
// thread limit: callers open regions of that size and wait in them for all members. A number that
// the user has set is told as it was set, as in both peers.
//@ skip[libgomp]: tells the processors, and the callers hang
//@ skip[libomp]: tells the processors, and the callers hang
//@ timeout: 10
//@ env: FERROMP_PROCESSORS=8
//@ also: OMP_THREAD_LIMIT=1
//@ also: OMP_THREAD_LIMIT=5
//@ also: OMP_THREAD_LIMIT=9
//@ also: FERROMP_BUDGET=3
//@ also: OMP_NUM_THREADS=12
#include <omp.h>
#include <sched.h>

#include "check.h"

static int least(int a, int b) { return a < b ? a : b; }

static int number(const char *name, int otherwise) {
  return getenv(name) != NULL ? atoi(getenv(name)) : otherwise;
}

// As OpenBLAS and BLIS do.
static void wait_for_all(int told) {
  int there = 0;
#pragma omp parallel num_threads(told)
  {
    __atomic_add_fetch(&there, 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&there, __ATOMIC_RELAXED) < told)
      sched_yield();
  }
  CHECK_INT(there, told);
}

static void check(int limit) {
  int told = omp_get_max_threads();
  CHECK_INT(told, number("OMP_NUM_THREADS", least(number("FERROMP_BUDGET", 8), limit)));
  if (getenv("OMP_NUM_THREADS") == NULL)
    wait_for_all(told);
}

static void check_team(void) { check(2); }

static void check_larger_team(void) { check(7); }

static void check_set(int number) { CHECK_INT(omp_get_max_threads(), number); }

int main(void) {
  check(number("OMP_THREAD_LIMIT", 8));
#pragma omp teams num_teams(1) thread_limit(2)
  check_team();
#pragma omp teams num_teams(1) thread_limit(7)
  check_larger_team();
#pragma omp target thread_limit(2)
  check_team();
  check(number("OMP_THREAD_LIMIT", 8));
  omp_set_num_threads(6);
  CHECK_INT(omp_get_max_threads(), 6);
#pragma omp teams num_teams(1) thread_limit(2)
  check_set(6);
  return check_done();
}
