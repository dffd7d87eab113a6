// A cancelled loop or sections: no iteration is executed twice, members meet behind it, and the
// next one is whole.
//@ env: OMP_CANCELLATION=true
//@ flags[gcc]: -w
//@ also: OMP_CANCELLATION=false
//@ skip[libomp]: a cancelled dynamic loop ends in a failed assertion
#include <omp.h>
#include <string.h>

#include "check.h"

enum { ITERATIONS = 400 };

static int executed[ITERATIONS];

static void visit(int i) { __atomic_add_fetch(&executed[i], 1, __ATOMIC_RELAXED); }

/* How many were executed; none more than once. */
static int count(const char *what) {
  int sum = 0;
  for (int i = 0; i < ITERATIONS; i++) {
    CHECK(executed[i] <= 1, "%s: iteration %d %d times", what, i, executed[i]);
    sum += executed[i];
  }
  memset(executed, 0, sizeof executed);
  return sum;
}

/* LOOP(schedule): one loop that is cancelled at iteration `at` (-1: by nobody), a barrier that all
   come to, a whole one. */
#define LOOP(NAME, ...)                                                       \
  static void NAME(int size, int at) {                                        \
    int behind = 0;                                                           \
    _Pragma("omp parallel num_threads(size)") {                               \
      _Pragma(#__VA_ARGS__) for (int i = 0; i < ITERATIONS; i++) {            \
        _Pragma("omp cancellation point for") if (i == at) {                  \
          _Pragma("omp cancel for")                                           \
        }                                                                     \
        visit(i);                                                             \
      }                                                                       \
      _Pragma("omp atomic") behind++;                                         \
      _Pragma("omp barrier") _Pragma("omp single") {                          \
        CHECK_INT(behind, size);                                              \
        int sum = count(#NAME);                                               \
        if (at < 0 || !omp_get_cancellation())                                \
          CHECK_INT(sum, ITERATIONS);                                         \
        else                                                                  \
          CHECK(sum < ITERATIONS, "%d iterations with %d members", sum, size); \
      }                                                                       \
      _Pragma(#__VA_ARGS__) for (int i = 0; i < ITERATIONS; i++) {            \
        _Pragma("omp cancellation point for") visit(i);                       \
      }                                                                       \
    }                                                                         \
    CHECK_INT(count(#NAME " after"), ITERATIONS);                             \
  }

LOOP(unscheduled, omp for)
LOOP(static_chunks, omp for schedule(static, 3))
LOOP(dynamic, omp for schedule(dynamic))
LOOP(dynamic_chunks, omp for schedule(dynamic, 7))
LOOP(monotonic, omp for schedule(monotonic : dynamic))
LOOP(guided, omp for schedule(guided))
LOOP(runtime, omp for schedule(runtime))

static void sections(int size, int cancelled) {
  int first = 0, second = 0, behind = 0;
#pragma omp parallel num_threads(size)
  {
#pragma omp sections
    {
#pragma omp section
      {
#pragma omp cancel sections if (cancelled)
        __atomic_add_fetch(&first, 1, __ATOMIC_RELAXED);
      }
#pragma omp section
      {
        while (cancelled && omp_get_cancellation() && size > 1) {
#pragma omp cancellation point sections
        }
        __atomic_add_fetch(&second, 1, __ATOMIC_RELAXED);
      }
    }
    __atomic_add_fetch(&behind, 1, __ATOMIC_RELAXED);
#pragma omp barrier
#pragma omp single
    CHECK_INT(behind, size);
#pragma omp sections
    {
#pragma omp section
      {
#pragma omp cancellation point sections
        __atomic_add_fetch(&behind, 1, __ATOMIC_RELAXED);
      }
#pragma omp section
      __atomic_add_fetch(&behind, 1, __ATOMIC_RELAXED);
    }
  }
  CHECK_INT(behind, size + 2);
  CHECK_INT(first, cancelled && omp_get_cancellation() ? 0 : 1);
  if (!cancelled || !omp_get_cancellation())
    CHECK_INT(second, 1);
}

static void combined(int size) {
  long sum = 0;
#pragma omp parallel for num_threads(size) reduction(+ : sum) schedule(static)
  for (int i = 0; i < ITERATIONS; i++) {
    if (i == ITERATIONS / 2) {
#pragma omp cancel for
    }
    sum += 1;
  }
  // Clang has members that cancel the loop keep their part to themselves.
  CHECK(sum >= 0 && sum <= ITERATIONS, "%ld", sum);
  CHECK((sum < ITERATIONS) == !!omp_get_cancellation(), "%ld", sum);
  sum = 0;
#pragma omp parallel for num_threads(size) reduction(+ : sum)
  for (int i = 0; i < ITERATIONS; i++)
    sum += i;
  CHECK_INT(sum, ITERATIONS * (ITERATIONS - 1L) / 2);
}

static void collapsed(int size) {
  int times = 0;
#pragma omp parallel for collapse(2) num_threads(size) schedule(dynamic)
  for (int i = 0; i < 20; i++)
    for (int j = 0; j < 20; j++) {
      if (i == 0 && j == 0) {
#pragma omp cancel for
      }
      __atomic_add_fetch(&times, 1, __ATOMIC_RELAXED);
    }
  CHECK(times < 400 || !omp_get_cancellation(), "%d", times);
}

int main(void) {
  omp_set_schedule(omp_sched_dynamic, 2);
  static const int sizes[] = {1, 2, 3, 8, 32};
  for (int round = 0; round < 6; round++)
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
      int size = sizes[index];
      static const int places[] = {-1, 0, 1, ITERATIONS / 2, ITERATIONS - 1};
      for (size_t place = 0; place < sizeof places / sizeof *places; place++) {
        int at = places[place];
        unscheduled(size, at);
        static_chunks(size, at);
        dynamic(size, at);
        dynamic_chunks(size, at);
        monotonic(size, at);
        guided(size, at);
        runtime(size, at);
      }
      sections(size, 0);
      sections(size, 1);
      combined(size);
      collapsed(size);
    }
  return check_done();
}
