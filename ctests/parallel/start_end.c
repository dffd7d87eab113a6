// The entry points of GCC before 4.9, still called by old objects: the master runs its part between
// start and end.
//@ skip[clang]: GCC's ABI
#include <omp.h>
#include <stdbool.h>

#include "check.h"

extern void GOMP_parallel_start(void (*function)(void *), void *data, unsigned threads);
extern void GOMP_parallel_end(void);
extern void GOMP_parallel_loop_dynamic_start(void (*function)(void *), void *data, unsigned threads, long start,
                                             long end, long step, long chunk);
extern bool GOMP_loop_dynamic_next(long *start, long *end);
extern void GOMP_loop_end_nowait(void);
extern void GOMP_parallel_sections_start(void (*function)(void *), void *data, unsigned threads, unsigned count);
extern unsigned GOMP_sections_next(void);
extern void GOMP_sections_end_nowait(void);

struct shared {
  int members, size, iterations[100], sections[5];
};

static void body(void *data) {
  struct shared *shared = data;
  CHECK_INT(omp_get_level(), 1);
  __atomic_add_fetch(&shared->members, 1, __ATOMIC_RELAXED);
  __atomic_store_n(&shared->size, omp_get_num_threads(), __ATOMIC_RELAXED);
}

static void loop(void *data) {
  struct shared *shared = data;
  long start, end;
  while (GOMP_loop_dynamic_next(&start, &end))
    for (long i = start; i < end; i++)
      __atomic_add_fetch(&shared->iterations[i], 1, __ATOMIC_RELAXED);
  GOMP_loop_end_nowait();
}

static void sections(void *data) {
  struct shared *shared = data;
  for (unsigned section = GOMP_sections_next(); section != 0; section = GOMP_sections_next())
    __atomic_add_fetch(&shared->sections[section - 1], 1, __ATOMIC_RELAXED);
  GOMP_sections_end_nowait();
}

int main(void) {
  for (unsigned threads = 1; threads <= 6; threads++) {
    struct shared shared = {0};
    GOMP_parallel_start(body, &shared, threads);
    CHECK_INT(omp_get_level(), 1);
    CHECK_INT(omp_get_thread_num(), 0);
    body(&shared);
    GOMP_parallel_end();
    CHECK_INT(omp_get_level(), 0);
    CHECK_INT(shared.members, threads);
    CHECK_INT(shared.size, threads);

    GOMP_parallel_loop_dynamic_start(loop, &shared, threads, 0, 100, 1, 3);
    loop(&shared);
    GOMP_parallel_end();
    for (int i = 0; i < 100; i++)
      CHECK_INT(shared.iterations[i], 1);

    GOMP_parallel_sections_start(sections, &shared, threads, 5);
    sections(&shared);
    GOMP_parallel_end();
    for (int i = 0; i < 5; i++)
      CHECK_INT(shared.sections[i], 1);
  }
  return check_done();
}
