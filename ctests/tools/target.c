// The host executes constructs for devices itself: a tool is told of them in pairs, with the host
// as the device, where the compiler's code calls the runtime for them. Clang's code does not:
// without devices it calls its outlined function.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[libomp]: it tells of them where LLVM's library for devices is there
#include <omp.h>

#include "check.h"
#include "tool.h"

enum { REGION = 1, ENTER_DATA, EXIT_DATA, UPDATE, NOWAIT = 8 };

static int begun[16], ended[16], submits, open_targets;

static void on_target(int kind, int end, int device, ompt_data_t *task, ompt_data_t *target_task, ompt_data_t *target,
                      const void *address) {
  (void)target_task;
  CHECK_INT(device, omp_get_initial_device());
  CHECK(task != NULL, "no task");
  CHECK(tool_is_ours(address), "%p", address);
  if (end == scope_begin) {
    CHECK_INT(target->value, 0);
    target->value = 7;
    begun[kind]++;
    open_targets++;
  } else {
    CHECK_INT(target->value, 7);
    ended[kind]++;
    open_targets--;
  }
}

static void on_submit(int end, ompt_data_t *target, uint64_t *operation, unsigned teams) {
  (void)teams;
  static uint64_t last;
  CHECK_INT(target->value, 7);
  if (end == scope_begin)
    last = *operation;
  else
    CHECK(last == *operation, "another operation");
  submits++;
}

static void tool_register(void) {
  CHECK_INT(TOOL_ON(target_emi, on_target), 3);
  CHECK_INT(TOOL_ON(target_submit_emi, on_submit), 3);
}

int main(void) {
  int x = 1, inside = 0;
#pragma omp target map(tofrom : x, inside, open_targets)
  {
    x++;
    inside = open_targets;
  }
#pragma omp target data map(tofrom : x)
  {
#pragma omp target update to(x)
  }
#pragma omp target enter data map(to : x)
#pragma omp target exit data map(from : x)
#pragma omp target nowait map(tofrom : x)
  x++;
#pragma omp taskwait
  CHECK_INT(x, 3);
#ifdef __clang__
  CHECK_INT(submits, 0);
#else
  CHECK_INT(inside, 1);
  CHECK_INT(submits, 4);
  CHECK_INT(begun[REGION], 1);
  CHECK_INT(begun[REGION + NOWAIT], 1);
  CHECK_INT(begun[ENTER_DATA], 2);
  CHECK_INT(begun[EXIT_DATA], 2);
  CHECK_INT(begun[UPDATE], 1);
#endif
  for (int kind = 0; kind < 16; kind++)
    CHECK_INT(begun[kind], ended[kind]);
  return check_done();
}
