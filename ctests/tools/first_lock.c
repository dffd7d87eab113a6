// A tool hears of the whole of the atomic update that is the program's first OpenMP call: one of a
// type for which GCC calls the runtime.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
#include "check.h"
#include "tool.h"

void GOMP_atomic_start(void);
void GOMP_atomic_end(void);

static int acquires, acquired, released;

static void on_acquire(int kind, unsigned hint, unsigned how, uint64_t id, const void *address) {
  (void)kind, (void)hint, (void)how, (void)id, (void)address;
  acquires++;
}

static void on_acquired(int kind, uint64_t id, const void *address) {
  (void)kind, (void)id, (void)address;
  acquired++;
  CHECK_INT(acquired, acquires);
}

static void on_released(int kind, uint64_t id, const void *address) {
  (void)kind, (void)id, (void)address;
  released++;
  CHECK_INT(released, acquired);
}

static void tool_register(void) {
  TOOL_ON(mutex_acquire, on_acquire);
  TOOL_ON(mutex_acquired, on_acquired);
  TOOL_ON(mutex_released, on_released);
}

int main(void) {
  GOMP_atomic_start();
  GOMP_atomic_end();
  CHECK_INT(released, 1);
  return check_done();
}
