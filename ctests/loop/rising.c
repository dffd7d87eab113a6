// Each thread's iterations rise: in every loop of GCC's code, and in those of Clang's that are not
// "nonmonotonic".
//@ also: OMP_SCHEDULE=dynamic
//@ also: OMP_SCHEDULE=dynamic,3
//@ also: OMP_SCHEDULE=guided
//@ also: OMP_SCHEDULE=auto
//@ also: OMP_SCHEDULE=monotonic:dynamic,2
//@ also: OMP_SCHEDULE=nonmonotonic:dynamic
//@ also: OMP_SCHEDULE=nonmonotonic:guided
//@ also[clang]: KMP_FORCE_MONOTONIC_DYNAMIC_SCHEDULE=1
#include <omp.h>
#include <sched.h>
#include <stdbool.h>

#include "check.h"

enum { LENGTH = 120, MOST_THREADS = 8 };

static int times[LENGTH], last_of_thread[MOST_THREADS], done, backwards;

/* The first iteration lasts until the others are done, but for a moment at most: that is when a
 * thread that has nothing left could be given what another one has not come to. */
static void visit(long number) {
  int thread = omp_get_thread_num();
  if (number < last_of_thread[thread])
    __atomic_add_fetch(&backwards, 1, __ATOMIC_RELAXED);
  last_of_thread[thread] = (int)number;
  __atomic_add_fetch(&times[number], 1, __ATOMIC_RELAXED);
  double end = omp_get_wtime() + 300e-6;
  while (number == 0 && __atomic_load_n(&done, __ATOMIC_RELAXED) < LENGTH - 4 && omp_get_wtime() < end)
    sched_yield();
  __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
}

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOPS(TYPE, NAME, ...)                                                                                         \
  static void TYPE##_##NAME##_up(void) {                                                                               \
    PRAGMA(omp for __VA_ARGS__)                                                                                        \
    for (TYPE i = 3; i < 3 + 2 * LENGTH; i += 2)                                                                       \
      visit((long)((i - 3) / 2));                                                                                      \
  }                                                                                                                    \
  static void TYPE##_##NAME##_down(void) {                                                                             \
    PRAGMA(omp for nowait __VA_ARGS__)                                                                                 \
    for (TYPE i = LENGTH; i > 0; i--)                                                                                  \
      visit((long)(LENGTH - i));                                                                                       \
  }                                                                                                                    \
  static void TYPE##_##NAME##_combined(int threads) {                                                                  \
    PRAGMA(omp parallel for num_threads(threads) __VA_ARGS__)                                                          \
    for (TYPE i = 0; i < LENGTH; i++)                                                                                  \
      visit((long)i);                                                                                                  \
  }

/* Up to OpenMP 4.5 a dynamic schedule without a modifier is monotonic, and Clang says so. */
enum { PLAIN_RISES = _OPENMP < 201811 };

/* A schedule, and whether its iterations rise also in Clang's code if the environment does not ask.
   */
#define SCHEDULES(DO, TYPE)                                                                                            \
  DO(TYPE, dynamic, PLAIN_RISES, schedule(dynamic))                                                                    \
  DO(TYPE, dynamic_3, PLAIN_RISES, schedule(dynamic, 3))                                                               \
  DO(TYPE, nonmonotonic, false, schedule(nonmonotonic : dynamic))                                                      \
  DO(TYPE, monotonic, true, schedule(monotonic : dynamic))                                                             \
  DO(TYPE, monotonic_3, true, schedule(monotonic : dynamic, 3))                                                        \
  DO(TYPE, guided, true, schedule(guided))                                                                             \
  DO(TYPE, guided_4, true, schedule(guided, 4))                                                                        \
  DO(TYPE, nonmonotonic_guided, true, schedule(nonmonotonic : guided))                                                 \
  DO(TYPE, automatic, true, schedule(auto))                                                                            \
  DO(TYPE, runtime, true, schedule(runtime))                                                                           \
  DO(TYPE, monotonic_runtime, true, schedule(monotonic : runtime))

typedef unsigned long long ull;
#define DEFINE(TYPE, NAME, RISES, ...) LOOPS(TYPE, NAME, __VA_ARGS__)
SCHEDULES(DEFINE, int)
SCHEDULES(DEFINE, long)
SCHEDULES(DEFINE, ull)

static const struct {
  const char *name;
  void (*up)(void), (*down)(void), (*combined)(int threads);
  bool rises;
} loops[] = {
#define ENTRY(TYPE, NAME, RISES, ...)                                                                                  \
  {#TYPE " " #NAME, TYPE##_##NAME##_up, TYPE##_##NAME##_down, TYPE##_##NAME##_combined, RISES},
#define ENTRIES(TYPE) SCHEDULES(ENTRY, TYPE)
    ENTRIES(int) ENTRIES(long) ENTRIES(ull)};

static const char *environment(const char *name) {
  return getenv(name) != NULL ? getenv(name) : "";
}

/* Whether the iterations of a loop are to rise. */
static bool is_to_rise(int loop) {
#ifdef __clang__
  bool rises = loops[loop].rises || environment("KMP_FORCE_MONOTONIC_DYNAMIC_SCHEDULE")[0] == '1';
#else
  bool rises = true;
#endif
  bool by_runtime = strstr(loops[loop].name, "runtime") != NULL, clause = strstr(loops[loop].name, " mono") != NULL;
  bool asked = strncmp(environment("OMP_SCHEDULE"), "nonmonotonic:dynamic", 20) == 0;
  // A schedule that the user asks for by name goes before the one that the compiler's users are
  // used to, and the clause before both; libomp lets the user's word go before the clause.
  return rises && !(asked && by_runtime && (!clause || on_runtime("libomp")));
}

static void begin(void) {
  memset(times, 0, sizeof times);
  memset(last_of_thread, -1, sizeof last_of_thread);
  done = backwards = 0;
}

static void check(int loop, const char *form, int threads) {
  for (int i = 0; i < LENGTH; i++)
    CHECK_INT(times[i], 1);
  CHECK(backwards == 0 || !is_to_rise(loop), "%s %s with %d threads: %d steps back", loops[loop].name, form, threads,
        backwards);
}

int main(void) {
  for (int loop = 0; loop < (int)(sizeof loops / sizeof loops[0]); loop++)
    for (int threads = 2; threads <= MOST_THREADS; threads *= 4) {
      begin();
#pragma omp parallel num_threads(threads)
      loops[loop].up();
      check(loop, "up", threads);
      begin();
#pragma omp parallel num_threads(threads)
      loops[loop].down();
      check(loop, "down", threads);
      begin();
      loops[loop].combined(threads);
      check(loop, "combined", threads);
    }
  return check_done();
}
