// Members of a cancelled region do not wait for those that have left it: not for their turn in
// ordered loops, not for room among nowait loops, not for the end of iterations they depend on, not
// for what a `single` hands over.
//@ env: OMP_CANCELLATION=true
//@ skip[libgomp]: waits for ever in an ordered loop
//@ skip[libomp]: waits for ever in an ordered loop
#include <omp.h>

#include "check.h"

/* Member 0 cancels; the others find out only behind what `BODY` does. */
#define LEFT_BEHIND(BODY)                                                     \
  do {                                                                        \
    int past = 0;                                                             \
    _Pragma("omp parallel num_threads(size)") {                               \
      if (omp_get_thread_num() == 0) {                                        \
        _Pragma("omp cancel parallel")                                        \
      }                                                                       \
      BODY;                                                                   \
      _Pragma("omp cancellation point parallel") _Pragma("omp atomic") past++; \
    }                                                                         \
    CHECK_INT(past, 0);                                                       \
  } while (0)

static void ordered(int size) {
#pragma omp for ordered schedule(static, 1)
  for (int i = 0; i < 3 * size; i++) {
#pragma omp ordered
    (void)i;
  }
}

static void room(void) {
  for (int loop = 0; loop < 40; loop++) {
#pragma omp for schedule(dynamic) nowait
    for (int i = 0; i < 4; i++) {
    }
  }
}

static void doacross(int size) {
#pragma omp for ordered(1) schedule(static, 1)
  for (int i = 0; i < 3 * size; i++) {
#pragma omp ordered depend(sink : i - 1)
#pragma omp ordered depend(source)
  }
}

static void handed(int seed) {
  int value = 0;
#pragma omp single copyprivate(value)
  value = seed;
  CHECK_INT(value, seed);
}

int main(void) {
  static const int sizes[] = {2, 3, 8, 32};
  for (int round = 0; round < 20; round++)
    for (int index = 0; index < 4; index++) {
      int size = sizes[index];
      LEFT_BEHIND(ordered(size));
      LEFT_BEHIND(room());
      LEFT_BEHIND(doacross(size));
      LEFT_BEHIND(handed(round * 10 + index));
    }
  return check_done();
}
