// linear: each iteration sees the value it would have in serial order, and the last value comes
// out.
//@ skip[clang libomp]: it forgets who ran the last iteration when that thread steals afterwards
#include <omp.h>

#include "check.h"

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOP(...)                                                                                  \
  do {                                                                                             \
    int up = 10, down = 100, step = 2;                                                             \
    int seen[50] = {0};                                                                            \
    PRAGMA(omp parallel for num_threads(4) linear(up : step) linear(down : -3) __VA_ARGS__)        \
    for (int i = 0; i < 50; i++) {                                                                 \
      CHECK_INT(up, 10 + 2 * i);                                                                   \
      CHECK_INT(down, 100 - 3 * i);                                                                \
      seen[i]++;                                                                                   \
      up += step;                                                                                  \
      down -= 3;                                                                                   \
    }                                                                                              \
    CHECK_INT(up, 110);                                                                            \
    CHECK_INT(down, -50);                                                                          \
    for (int i = 0; i < 50; i++)                                                                   \
      CHECK_INT(seen[i], 1);                                                                       \
  } while (0)

int main(void) {
  LOOP(schedule(static));
  LOOP(schedule(static, 3));
  LOOP(schedule(dynamic));
  LOOP(schedule(guided, 2));
  LOOP(schedule(runtime));
  return check_done();
}
