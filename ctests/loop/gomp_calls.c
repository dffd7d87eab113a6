// Every loop entry point of GCC's ABI by hand, those that only older compilers emit included.
//@ skip[clang]: GCC's ABI
#include <omp.h>
#include <stdbool.h>

#include "check.h"

enum { FIRST = -20, END = 41, STEP = 3, COUNT = 21, THREADS = 3 };

typedef bool next_function(long *start, long *end);
typedef bool start_function(long first, long end, long step, long chunk, long *start, long *stop);
typedef bool runtime_start_function(long first, long end, long step, long *start, long *stop);
typedef void parallel_function(void (*body)(void *), void *data, unsigned threads, long first, long end, long step,
                               long chunk, unsigned flags);
typedef void parallel_runtime_function(void (*body)(void *), void *data, unsigned threads, long first, long end,
                                       long step, unsigned flags);

extern start_function GOMP_loop_static_start, GOMP_loop_dynamic_start, GOMP_loop_guided_start,
    GOMP_loop_nonmonotonic_dynamic_start, GOMP_loop_nonmonotonic_guided_start, GOMP_loop_ordered_static_start,
    GOMP_loop_ordered_dynamic_start, GOMP_loop_ordered_guided_start;
extern runtime_start_function GOMP_loop_runtime_start, GOMP_loop_nonmonotonic_runtime_start,
    GOMP_loop_maybe_nonmonotonic_runtime_start, GOMP_loop_ordered_runtime_start;
extern next_function GOMP_loop_static_next, GOMP_loop_dynamic_next, GOMP_loop_guided_next, GOMP_loop_runtime_next,
    GOMP_loop_nonmonotonic_dynamic_next, GOMP_loop_nonmonotonic_guided_next, GOMP_loop_nonmonotonic_runtime_next,
    GOMP_loop_maybe_nonmonotonic_runtime_next, GOMP_loop_ordered_static_next, GOMP_loop_ordered_dynamic_next,
    GOMP_loop_ordered_guided_next, GOMP_loop_ordered_runtime_next;
extern parallel_function GOMP_parallel_loop_static, GOMP_parallel_loop_dynamic, GOMP_parallel_loop_guided,
    GOMP_parallel_loop_nonmonotonic_dynamic, GOMP_parallel_loop_nonmonotonic_guided;
extern parallel_runtime_function GOMP_parallel_loop_runtime, GOMP_parallel_loop_nonmonotonic_runtime,
    GOMP_parallel_loop_maybe_nonmonotonic_runtime;
extern void GOMP_loop_end(void), GOMP_loop_end_nowait(void), GOMP_ordered_start(void), GOMP_ordered_end(void);

struct shared {
  int times[COUNT], order;
  next_function *next;
};

static void iterate(struct shared *shared, bool more, long start, long stop, bool ordered) {
  for (; more; more = shared->next(&start, &stop))
    for (long i = start; i < stop; i += STEP) {
      int number = (int)((i - FIRST) / STEP);
      if ((i - FIRST) % STEP != 0 || number < 0 || number >= COUNT) {
        CHECK(0, "iteration %ld", i);
        continue;
      }
      __atomic_add_fetch(&shared->times[number], 1, __ATOMIC_RELAXED);
      if (ordered) {
        GOMP_ordered_start();
        CHECK_INT(shared->order++, number);
        GOMP_ordered_end();
      }
    }
}

static void verify(const char *name, struct shared *shared) {
  for (int i = 0; i < COUNT; i++)
    CHECK(shared->times[i] == 1, "%s: iteration %d ran %d times", name, i, shared->times[i]);
}

static void started(const char *name, start_function *start, runtime_start_function *runtime_start, next_function *next,
                    bool ordered) {
  struct shared shared = {.next = next};
#pragma omp parallel num_threads(THREADS)
  {
    long first, stop;
    bool more = start != NULL ? start(FIRST, END, STEP, 2, &first, &stop) : runtime_start(FIRST, END, STEP, &first, &stop);
    iterate(&shared, more, first, stop, ordered);
    GOMP_loop_end();
    int done = 0;
    for (int i = 0; i < COUNT; i++)
      done += __atomic_load_n(&shared.times[i], __ATOMIC_RELAXED);
    CHECK_INT(done, COUNT);
  }
  verify(name, &shared);
}

static void combined_body(void *data) {
  struct shared *shared = data;
  long start, stop;
  CHECK_INT(omp_get_num_threads(), THREADS);
  bool more = shared->next(&start, &stop);
  iterate(shared, more, start, stop, false);
  GOMP_loop_end_nowait();
}

#define STARTED(NAME) started(#NAME, GOMP_loop_##NAME##_start, NULL, GOMP_loop_##NAME##_next, strstr(#NAME, "ordered") != NULL)
#define STARTED_RUNTIME(NAME)                                                                                          \
  started(#NAME, NULL, GOMP_loop_##NAME##_start, GOMP_loop_##NAME##_next, strstr(#NAME, "ordered") != NULL)
#define COMBINED(NAME)                                                                                                 \
  do {                                                                                                                 \
    struct shared shared = {.next = GOMP_loop_##NAME##_next};                                                          \
    GOMP_parallel_loop_##NAME(combined_body, &shared, THREADS, FIRST, END, STEP, 2, 0);                                \
    verify("parallel " #NAME, &shared);                                                                                \
  } while (0)
#define COMBINED_RUNTIME(NAME)                                                                                         \
  do {                                                                                                                 \
    struct shared shared = {.next = GOMP_loop_##NAME##_next};                                                          \
    GOMP_parallel_loop_##NAME(combined_body, &shared, THREADS, FIRST, END, STEP, 0);                                   \
    verify("parallel " #NAME, &shared);                                                                                \
  } while (0)

int main(void) {
  for (int round = 0; round < 3; round++) {
    STARTED(static);
    STARTED(dynamic);
    STARTED(guided);
    STARTED(nonmonotonic_dynamic);
    STARTED(nonmonotonic_guided);
    STARTED(ordered_static);
    STARTED(ordered_dynamic);
    STARTED(ordered_guided);
    STARTED_RUNTIME(runtime);
    STARTED_RUNTIME(nonmonotonic_runtime);
    STARTED_RUNTIME(maybe_nonmonotonic_runtime);
    STARTED_RUNTIME(ordered_runtime);
    COMBINED(static);
    COMBINED(dynamic);
    COMBINED(guided);
    COMBINED(nonmonotonic_dynamic);
    COMBINED(nonmonotonic_guided);
    COMBINED_RUNTIME(runtime);
    COMBINED_RUNTIME(nonmonotonic_runtime);
    COMBINED_RUNTIME(maybe_nonmonotonic_runtime);
  }
  return check_done();
}
