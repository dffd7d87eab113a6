/* One loop of type TYPE under every schedule, over bounds that tempt a runtime to overflow.
 *
 * Include after defining TYPE, TYPE_MIN, TYPE_MAX, STEP (the signed type of its width) and
 * STEP_MAX. Each case checks that every iteration ran exactly once; static schedules also which
 * thread ran it, and monotonic ones, which in GCC's code all are, that each thread went forward. */
#include <omp.h>
#include <stdbool.h>
#include <limits.h>

#include "check.h"

enum { MOST_ITERATIONS = 200, MOST_THREADS = 8 };

typedef unsigned long long wide;

/* The fate of each iteration, by its number counted from the first one. */
static struct {
  int times, thread;
} iterations[MOST_ITERATIONS];
static int last_of_thread[MOST_THREADS], backwards;

static void visit(wide number) {
  int thread = omp_get_thread_num();
  if (number >= MOST_ITERATIONS) {
    CHECK(0, "iteration number %llu", number);
    return;
  }
  __atomic_add_fetch(&iterations[number].times, 1, __ATOMIC_RELAXED);
  iterations[number].thread = thread;
  if ((int)number < last_of_thread[thread])
    __atomic_add_fetch(&backwards, 1, __ATOMIC_RELAXED);
  last_of_thread[thread] = (int)number;
}

/* Differences in unsigned arithmetic: the ends of the range may be further apart than TYPE can say.
   */
#define GOING_UP(i) visit(((wide)(i) - (wide)first) / (wide)step)
#define GOING_DOWN(i) visit(((wide)first - (wide)(i)) / (wide)step)

typedef void loop_function(TYPE first, TYPE end, STEP step, int threads);

/* The chunk sizes come through variables that the compiler cannot see through. */
static volatile STEP three = 3, huge = STEP_MAX;

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOPS(NAME, CLAUSE)                                                                                        \
  static void NAME##_up(TYPE first, TYPE end, STEP step, int threads) {                                            \
    PRAGMA(omp parallel num_threads(threads)) {                                                                    \
      PRAGMA(omp for CLAUSE)                                                                                       \
      for (TYPE i = first; i < end; i += step)                                                                     \
        GOING_UP(i);                                                                                               \
    }                                                                                                              \
  }                                                                                                                \
  static void NAME##_down(TYPE first, TYPE end, STEP step, int threads) {                                          \
    PRAGMA(omp parallel num_threads(threads)) {                                                                    \
      PRAGMA(omp for CLAUSE)                                                                                       \
      for (TYPE i = first; i > end; i -= step)                                                                     \
        GOING_DOWN(i);                                                                                             \
    }                                                                                                              \
  }                                                                                                                \
  static void NAME##_combined(TYPE first, TYPE end, STEP step, int threads) {                                      \
    PRAGMA(omp parallel for num_threads(threads) CLAUSE)                                                           \
    for (TYPE i = first; i < end; i += step)                                                                       \
      GOING_UP(i);                                                                                                 \
  }

LOOPS(none, )
LOOPS(static_block, schedule(static))
LOOPS(static_1, schedule(static, 1))
LOOPS(static_3, schedule(static, three))
#ifdef __clang__
// GCC works out static chunks in the program itself, and overflows there.
LOOPS(static_huge, schedule(static, huge))
#endif
LOOPS(monotonic_static_2, schedule(monotonic : static, 2))
LOOPS(dynamic_1, schedule(dynamic))
LOOPS(dynamic_3, schedule(dynamic, three))
LOOPS(dynamic_huge, schedule(dynamic, huge))
LOOPS(monotonic_dynamic_2, schedule(monotonic : dynamic, 2))
LOOPS(nonmonotonic_dynamic_2, schedule(nonmonotonic : dynamic, 2))
LOOPS(guided_1, schedule(guided))
LOOPS(guided_3, schedule(guided, three))
LOOPS(guided_huge, schedule(guided, huge))
LOOPS(monotonic_guided_2, schedule(monotonic : guided, 2))
LOOPS(nonmonotonic_guided_2, schedule(nonmonotonic : guided, 2))
LOOPS(automatic, schedule(auto))
LOOPS(by_runtime, schedule(runtime))

/* The owners of iterations: each thread has a block, or chunks in turn (OpenMP 5.2, table
   11.5). */
enum owner { ANYBODY, BLOCK, CHUNKS };

static const struct schedule {
  const char *name;
  loop_function *up, *down, *combined;
  bool forward;
  enum owner owner;
  int chunk;
} schedules[] = {
#define ENTRY(NAME, ...) {#NAME, NAME##_up, NAME##_down, NAME##_combined, __VA_ARGS__}
    ENTRY(none, false, ANYBODY, 0),
    ENTRY(static_block, true, BLOCK, 0),
    ENTRY(static_1, true, CHUNKS, 1),
    ENTRY(static_3, true, CHUNKS, 3),
#ifdef __clang__
    ENTRY(static_huge, true, CHUNKS, MOST_ITERATIONS),
#endif
    ENTRY(monotonic_static_2, true, CHUNKS, 2),
    ENTRY(dynamic_1, false, ANYBODY, 0),
    ENTRY(dynamic_3, false, ANYBODY, 0),
    ENTRY(dynamic_huge, false, ANYBODY, 0),
    ENTRY(monotonic_dynamic_2, true, ANYBODY, 0),
    ENTRY(nonmonotonic_dynamic_2, false, ANYBODY, 0),
    ENTRY(guided_1, false, ANYBODY, 0),
    ENTRY(guided_3, false, ANYBODY, 0),
    ENTRY(guided_huge, false, ANYBODY, 0),
    ENTRY(monotonic_guided_2, true, ANYBODY, 0),
    ENTRY(nonmonotonic_guided_2, false, ANYBODY, 0),
    ENTRY(automatic, false, ANYBODY, 0),
    ENTRY(by_runtime, false, ANYBODY, 0),
};

/* The owner of an iteration in blocks whose sizes differ by one at most, the larger ones first:
   what both peers do. */
static int block_owner(int number, int count, int threads) {
  int larger = count % threads, size = count / threads;
  int in_larger = larger * (size + 1);
  return number < in_larger ? number / (size + 1) : larger + (number - in_larger) / size;
}

static void run(const struct schedule *schedule, const char *form, loop_function *loop, TYPE first, TYPE end, STEP step,
                int count, int threads) {
  memset(iterations, 0, sizeof iterations);
  memset(last_of_thread, -1, sizeof last_of_thread);
  backwards = 0;
  loop(first, end, step, threads);
  for (int number = 0; number < MOST_ITERATIONS; number++) {
    int thread = iterations[number].thread, owner = thread;
    CHECK(iterations[number].times == (number < count), "%s %s from %lld to %lld by %lld with %d threads: %d ran %d times",
          schedule->name, form, (long long)first, (long long)end, (long long)step, threads, number,
          iterations[number].times);
    if (number < count && schedule->owner == BLOCK)
      owner = block_owner(number, count, threads);
    if (number < count && schedule->owner == CHUNKS)
      owner = number / schedule->chunk % threads;
    CHECK(thread == owner, "%s %s of %d with %d threads: %d ran in thread %d, not %d", schedule->name, form, count,
          threads, number, thread, owner);
  }
#ifdef __clang__
  bool forward = schedule->forward;
#else
  bool forward = true;
#endif
  CHECK(!forward || backwards == 0, "%s %s of %d: %d steps back", schedule->name, form, count, backwards);
}

static void run_all(TYPE first, TYPE end, STEP step, int count, bool up) {
#ifndef __clang__
  // GCC 12 takes the step of an unsigned loop that goes down for a large positive one.
  if (!up && (TYPE)-1 > 0)
    return;
#endif
  for (size_t i = 0; i < sizeof schedules / sizeof schedules[0]; i++) {
    // Both peers multiply the chunk without looking: libgomp with the stride, libomp with the
    // team's size.
    bool overflows = step > STEP_MAX / 100 || on_runtime("libomp");
    if (strstr(schedules[i].name, "huge") != NULL && overflows && !on_runtime("ferromp"))
      continue;
    for (int threads = 1; threads <= 4; threads += threads == 1 ? 2 : 1)
      if (up) {
        run(&schedules[i], "up", schedules[i].up, first, end, step, count, threads);
        run(&schedules[i], "combined", schedules[i].combined, first, end, step, count, threads);
      } else {
        run(&schedules[i], "down", schedules[i].down, first, end, step, count, threads);
      }
  }
}

int main(void) {
  const TYPE min = TYPE_MIN, max = TYPE_MAX;
  const STEP tenth = (STEP)(TYPE_MAX / 10);
  // Plain loops, strides and a last step that jumps past the end.
  run_all(0, 100, 1, 100, true);
  run_all(5, 6, 1, 1, true);
  run_all(3, 103, 7, 15, true);
  run_all(100, 0, 1, 100, false);
  run_all(103, 3, 7, 15, false);
  // Empty loops.
  run_all(0, 0, 1, 0, true);
  run_all(10, 3, 1, 0, true);
  run_all(3, 10, 2, 0, false);
  run_all(max, 10, 1, 0, true);
  run_all(min, min, 1, 0, false);
  // The ends of the range. The last value plus the step stays inside it, as the specification
  // demands.
  run_all(max - 20, max, 1, 20, true);
  run_all(max - 21, max, 3, 7, true);
  run_all(min + 20, min, 1, 20, false);
  run_all(min + 21, min, 3, 7, false);
  run_all(min, min + 20, 1, 20, true);
  run_all(max, max - 20, 1, 20, false);
  // Large strides.
  run_all(0, 9 * (TYPE)tenth + 1, tenth, 10, true);
  run_all(9 * (TYPE)tenth, 0, tenth, 9, false);
  return check_done();
}
