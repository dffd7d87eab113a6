// collapse makes one iteration space of several loops, with bounds and types that differ, empty
// ones included.
//@ skip[clang libomp]: it forgets who ran the last iteration when that thread steals afterwards
//@ flags[gcc]: -Wno-maybe-uninitialized
#include <omp.h>

#include "check.h"

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOPS(ROWS, ...)                                                                           \
  do {                                                                                             \
    int times[8][5][3] = {0}, total = 0, last = -1;                                                \
    PRAGMA(omp parallel num_threads(4)) {                                                          \
      PRAGMA(omp for collapse(3) lastprivate(last) reduction(+ : total) __VA_ARGS__)               \
      for (int i = 0; i < ROWS; i++)                                                               \
        for (long long j = 10; j > 0; j -= 2)                                                      \
          for (unsigned char k = 250; k < 253; k++) {                                              \
            __atomic_add_fetch(&times[i][j / 2 - 1][k - 250], 1, __ATOMIC_RELAXED);                \
            total++;                                                                               \
            last = i * 100 + j * 10 + (k - 250);                                                   \
          }                                                                                        \
    }                                                                                              \
    CHECK_INT(total, ROWS * 15);                                                                   \
    if (ROWS > 0)                                                                                  \
      CHECK_INT(last, (ROWS - 1) * 100 + 20 + 2);                                                  \
    for (int i = 0; i < ROWS; i++)                                                                 \
      for (int j = 0; j < 5; j++)                                                                  \
        for (int k = 0; k < 3; k++)                                                                \
          CHECK_INT(times[i][j][k], 1);                                                            \
  } while (0)

int main(void) {
  volatile int none = 0;
  LOOPS(8, schedule(static));
  LOOPS(8, schedule(static, 4));
  LOOPS(8, schedule(dynamic));
  LOOPS(8, schedule(guided));
  LOOPS(8, schedule(runtime));
  LOOPS(8, ordered);
  LOOPS(none, schedule(static));
  LOOPS(none, schedule(dynamic));
  return check_done();
}
