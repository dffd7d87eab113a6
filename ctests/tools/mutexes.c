// A tool is told of locks, critical and ordered regions: whoever wants one gets it or not, and only
// whoever has it releases it.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[gcc libomp]: other names of GCC's critical regions
#include <omp.h>

#include "check.h"
#include "tool.h"

enum { ROUNDS = 100, THREADS = 4 };
enum { a_lock = 1, a_test_lock, a_nest_lock, a_test_nest_lock, a_critical, an_atomic, an_ordered };

static _Thread_local int wants, has, nested;
static _Thread_local uint64_t wanted;
static int taken[8], failed[8], made, destroyed;

static void on_acquire(int kind, unsigned hint, unsigned how, uint64_t id, const void *address) {
  (void)hint, (void)how;
  CHECK(tool_is_ours(address), "%p", address);
  if (wants)
    failed[wants]++;
  wants = kind;
  wanted = id;
}

static void on_acquired(int kind, uint64_t id, const void *address) {
  (void)address;
  CHECK_INT(wants, kind);
  CHECK_INT(id, wanted);
  wants = 0;
  has++;
  __atomic_fetch_add(&taken[kind], 1, __ATOMIC_RELAXED);
}

static void on_released(int kind, uint64_t id, const void *address) {
  (void)kind, (void)id;
  // libomp does not say where a critical region ends.
  CHECK(tool_is_ours(address) || on_runtime("libomp"), "%p", address);
  CHECK(has-- > 0, "nothing to release");
}

static void on_nest(int end, uint64_t id, const void *address) {
  (void)id, (void)address;
  if (end == scope_begin) {
    CHECK(wants == a_nest_lock || wants == a_test_nest_lock, "%d", wants);
    wants = 0;
    nested++;
  } else {
    CHECK(nested-- > 0, "not nested");
  }
}

static void on_init(int kind, unsigned hint, unsigned how, uint64_t id, const void *address) {
  (void)kind, (void)hint, (void)how, (void)id, (void)address;
  made++;
}

static void on_destroy(int kind, uint64_t id, const void *address) {
  (void)kind, (void)id, (void)address;
  destroyed++;
}

static void tool_register(void) {
  TOOL_ON(mutex_acquire, on_acquire);
  TOOL_ON(mutex_acquired, on_acquired);
  TOOL_ON(mutex_released, on_released);
  TOOL_ON(nest_lock, on_nest);
  TOOL_ON(lock_init, on_init);
  TOOL_ON(lock_destroy, on_destroy);
}

int main(void) {
  omp_lock_t lock;
  omp_nest_lock_t nest;
  int x = 0, in_order = 0;
  omp_init_lock(&lock);
  omp_init_nest_lock(&nest);
#pragma omp parallel num_threads(THREADS)
  {
    for (int i = 0; i < ROUNDS; i++) {
      omp_set_lock(&lock);
      uint64_t id = 1;
      CHECK_INT(tool_state(&id), 1);
      CHECK_INT(id, 0);
      omp_unset_lock(&lock);
      if (omp_test_lock(&lock))
        omp_unset_lock(&lock);
      omp_set_nest_lock(&nest);
      omp_set_nest_lock(&nest);
      CHECK_INT(nested, 1);
      omp_unset_nest_lock(&nest);
      omp_unset_nest_lock(&nest);
#pragma omp critical
      x++;
#pragma omp critical(name)
      x += 0;
    }
#pragma omp for ordered schedule(static, 1)
    for (int i = 0; i < ROUNDS; i++)
#pragma omp ordered
      CHECK_INT(in_order++, i);
    CHECK_INT(has, 0);
    CHECK_INT(nested, 0);
  }
  omp_destroy_nest_lock(&nest);
  omp_destroy_lock(&lock);
  CHECK_INT(taken[a_lock], ROUNDS * THREADS);
  CHECK_INT(taken[a_nest_lock], ROUNDS * THREADS);
  CHECK_INT(taken[a_critical], 2 * ROUNDS * THREADS);
  CHECK_INT(taken[an_ordered], ROUNDS);
  for (int kind = 0; kind < 8; kind++)
    CHECK(failed[kind] == 0 || kind == a_test_lock, "%d", kind);
  CHECK_INT(made, 2);
  CHECK_INT(destroyed, 2);
  return check_done();
}
