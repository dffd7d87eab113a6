// The entry points that GCC 17 emits for static loops, masked, reductions, barriers and single,
// called as it calls them.
//@ skip[libgomp]: libgomp 12 has none of them
//@ skip[libomp]: has none of them
#include <complex.h>
#include <omp.h>
#include <stdbool.h>

#include "by_name.h"

typedef unsigned long long ull;

enum { THREADS = 4, ITERATIONS = 1003 };

static int ran[ITERATIONS];

/* The two halves of what the runtime returns in one register. */
static void part(ull answer, int *number, int *index) {
  *number = (int)answer;
  *index = (int)(answer >> 32);
}

static void static_loop(const char *start_name, const char *end_name) {
  // A _Complex int comes back in the same register as a 64-bit integer.
  ull (*start)(ull) = (ull(*)(ull))by_name(start_name);
  void (*end)(void) = end_name ? (void (*)(void))by_name(end_name) : NULL;
  FUNCTION(void, GOMP_barrier_ext, (int kind));
  memset(ran, 0, sizeof ran);
#pragma omp parallel num_threads(THREADS)
  {
    int number, index;
    part(start(ITERATIONS), &number, &index);
    CHECK_INT(number, omp_get_num_threads());
    CHECK_INT(index, omp_get_thread_num());
    int quotient = ITERATIONS / number, rest = ITERATIONS % number;
    int first = index * quotient + (index < rest ? index : rest);
    for (int i = first; i < first + quotient + (index < rest); i++) ran[i]++;
    if (end)
      end();
    GOMP_barrier_ext(1);
    for (int i = 0; i < ITERATIONS; i++) CHECK_INT(ran[i], 1);
  }
}

static void masked(void) {
  FUNCTION(int, GOMP_has_masked_thread_num, (int number));
  FUNCTION(int, GOMP_has_masked_thread_num_with_end, (int number));
  FUNCTION(void, GOMP_masked_end, (void));
  int ran_in[2] = {-1, -1}, times = 0;
#pragma omp parallel num_threads(THREADS)
  {
    if (GOMP_has_masked_thread_num(2) & 0xff)
      ran_in[0] = omp_get_thread_num();
    if (GOMP_has_masked_thread_num_with_end(1) & 0xff) {
      ran_in[1] = omp_get_thread_num();
      GOMP_masked_end();
    }
    if (GOMP_has_masked_thread_num(THREADS) & 0xff)
      __atomic_add_fetch(&times, 1, __ATOMIC_RELAXED);
  }
  CHECK_INT(ran_in[0], 2);
  CHECK_INT(ran_in[1], 1);
  CHECK_INT(times, 0);
}

static void reduction(void) {
  FUNCTION(void, GOMP_reduction_start, (void));
  FUNCTION(void, GOMP_reduction_end, (void));
  FUNCTION(void, GOMP_atomic_start, (void));
  FUNCTION(void, GOMP_atomic_end, (void));
  FUNCTION(void, GOMP_barrier_ext, (int kind));
  volatile long sum = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < 5000; round++) {
    GOMP_reduction_start();
    sum = sum + 1;
    // A combiner may contain an atomic that needs the lock of atomics.
    GOMP_atomic_start();
    sum = sum + 1;
    GOMP_atomic_end();
    GOMP_reduction_end();
    if (round % 1000 == 0)
      GOMP_barrier_ext(2);
  }
  CHECK_INT(sum, 2 * THREADS * 5000);
}

static void single(void) {
  FUNCTION(bool, GOMP_single_start_with_end, (void));
  FUNCTION(void, GOMP_single_end, (void));
  FUNCTION(void, GOMP_barrier_ext, (int kind));
  int times = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 1; round <= 100; round++) {
    if (GOMP_single_start_with_end()) {
      times++;
      GOMP_single_end();
    }
    GOMP_barrier_ext(1);
    CHECK_INT(times, round);
    GOMP_barrier_ext(2);
  }
}

static void scope(void) {
  FUNCTION(void, GOMP_scope_start_with_end, (void *reductions));
  FUNCTION(void, GOMP_scope_end, (void));
  FUNCTION(void, GOMP_barrier_ext, (int kind));
  int times = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 1; round <= 20; round++) {
    GOMP_scope_start_with_end(NULL);
    __atomic_add_fetch(&times, 1, __ATOMIC_RELAXED);
    GOMP_scope_end();
    GOMP_barrier_ext(1);
    CHECK_INT(times, round * THREADS);
    GOMP_barrier_ext(2);
  }
}

static void distribute_outside_teams(void) {
  FUNCTION(ull, GOMP_distribute_static_worksharing, (ull iterations));
  int number, index;
  part(GOMP_distribute_static_worksharing(10), &number, &index);
  CHECK_INT(number, 1);
  CHECK_INT(index, 0);
}

int main(void) {
  static_loop("GOMP_loop_static_worksharing", NULL);
  static_loop("GOMP_loop_static_worksharing_start", "GOMP_loop_static_worksharing_end");
  masked();
  reduction();
  single();
  scope();
  distribute_outside_teams();
  return check_done();
}
