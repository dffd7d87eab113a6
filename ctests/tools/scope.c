// A tool is told of `scope`, as far as GCC's code calls the runtime for it: with reductions for
// tasks, and with the calls of its begin and end that GCC 17 emits.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[libomp]: has no GOMP_scope_start
#include <omp.h>
#include <stdbool.h>

#include "by_name.h"
#include "tool.h"

enum { THREADS = 3, ROUNDS = 5, WORK_SCOPE = 8 };

static int begun, ended;
static _Thread_local bool inside, in_barrier;

static void on_work(int kind, int end, ompt_data_t *region, ompt_data_t *task, uint64_t count, const void *address) {
  if (kind != WORK_SCOPE)
    return;
  CHECK(region != NULL && task != NULL, "%p, %p", (void *)region, (void *)task);
  CHECK_INT(count, 1);
  CHECK(tool_is_ours(address), "%p", address);
  CHECK_INT(inside, end == scope_end);
  CHECK(!in_barrier, "end %d", end == scope_end);
  inside = end == scope_begin;
  __atomic_fetch_add(inside ? &begun : &ended, 1, __ATOMIC_RELAXED);
}

static void on_sync(int kind, int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  (void)region, (void)task, (void)address;
  if (kind == sync_taskwait || kind == sync_taskgroup)
    return;
  in_barrier = end == scope_begin;
  if (in_barrier)
    CHECK(!inside, "a barrier of kind %d in a scope", kind);
}

static void tool_register(void) {
  CHECK_INT(TOOL_ON(work, on_work), 5);
  CHECK_INT(TOOL_ON(sync_region, on_sync), 5);
}

static void counts(const char *where, int scopes) {
  CHECK(begun == scopes && ended == scopes, "%s: %d begun, %d ended", where, begun, ended);
  begun = ended = 0;
}

/* As GCC 17 calls them under -fopenmp-ompt. */
static void with_ends(void) {
  FUNCTION(void, GOMP_scope_start_with_end, (uintptr_t *));
  FUNCTION(void, GOMP_scope_end, (void));
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
    GOMP_scope_start_with_end(NULL);
    CHECK(inside, "round %d", round);
    GOMP_scope_end();
    CHECK(!inside, "round %d", round);
    if (round % 2) {
#pragma omp barrier
    }
  }
  counts("with ends", THREADS * ROUNDS);
}

/* As GCC 12 calls it: nothing says where the scope ends. */
static void without_ends(void) {
  FUNCTION(void, GOMP_scope_start, (uintptr_t *));
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
    GOMP_scope_start(NULL);
    CHECK(inside, "round %d", round);
    if (round % 2) {
#pragma omp barrier
      CHECK(!inside, "round %d", round);
    }
  }
  counts("without ends", THREADS * ROUNDS);
}

#ifndef __clang__
static void compiled(void) {
  int sum = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp scope reduction(task, + : sum)
    {
      CHECK(inside, "round %d", round);
#pragma omp task in_reduction(+ : sum)
      sum++;
    }
  }
  CHECK_INT(sum, THREADS * ROUNDS);
  counts("compiled", THREADS * ROUNDS);
}
#endif

int main(void) {
  // The first call finds the tool.
  omp_get_max_threads();
  with_ends();
  without_ends();
#ifndef __clang__
  compiled();
#endif
  return check_done();
}
