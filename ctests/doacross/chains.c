// Chains of doacross dependences: loops of one dimension, many loops without a barrier between
// them, loops over unsigned long long at the end of its range, sinks before the first iteration,
// empty loops, and more dimensions than registers.
//@ timeout: 120
//@ skip[gcc libomp]: crashes in GCC's doacross loops
#include <limits.h>
#include <omp.h>

#include "check.h"

enum { N = 300, LOOPS = 40 };

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
/* The first ones wait for iterations that do not exist. */
#define CHAIN(DISTANCE)                                                                                    \
  static void chain_##DISTANCE(int threads) {                                                              \
    long value[N];                                                                                         \
    PRAGMA(omp parallel for ordered(1) schedule(dynamic, 1) num_threads(threads))                          \
    for (int i = 0; i < N; i++) {                                                                          \
      PRAGMA(omp ordered depend(sink : i - DISTANCE))                                                      \
      value[i] = i < DISTANCE ? 1 : value[i - DISTANCE] + 1;                                               \
      PRAGMA(omp ordered depend(source))                                                                   \
    }                                                                                                      \
    for (int i = 0; i < N; i++) CHECK(value[i] == i / DISTANCE + 1, "%d by %d: %ld", i, DISTANCE, value[i]); \
  }
CHAIN(1)
CHAIN(3)
CHAIN(70)

static void many_in_flight(int threads) {
  static long value[LOOPS][N];
  memset(value, 0, sizeof value);
#pragma omp parallel num_threads(threads)
  for (int loop = 0; loop < LOOPS; loop++) {
#pragma omp for ordered(1) schedule(static, 1) nowait
    for (int i = 0; i < N; i++) {
#pragma omp ordered depend(sink : i - 1)
      value[loop][i] = i == 0 ? loop : value[loop][i - 1] + 1;
#pragma omp ordered depend(source)
    }
  }
  for (int loop = 0; loop < LOOPS; loop++)
    for (int i = 0; i < N; i++) CHECK(value[loop][i] == loop + i, "loop %d, %d: %ld", loop, i, value[loop][i]);
}

static void end_of_range(int threads) {
  typedef unsigned long long ull;
  const ull first = ULLONG_MAX - 3 * N;
  long value[N];
#pragma omp parallel for ordered(1) schedule(dynamic, 2) num_threads(threads)
  for (ull i = first; i < first + 3 * N - 1; i += 3) {
#pragma omp ordered depend(sink : i - 3)
    int number = (int)((i - first) / 3);
    value[number] = number == 0 ? 5 : value[number - 1] + 2;
#pragma omp ordered depend(source)
  }
  for (int i = 0; i < N; i++) CHECK(value[i] == 5 + 2 * i, "at the end of the range, %d: %ld", i, value[i]);
}

static void empty(int n, int m, int threads) {
  int ran = 0;
#pragma omp parallel for ordered(2) schedule(dynamic, 1) num_threads(threads) reduction(+ : ran)
  for (int i = 0; i < n; i++)
    for (int j = 0; j < m; j++) {
#pragma omp ordered depend(sink : i - 1, j)
      ran++;
#pragma omp ordered depend(source)
    }
  CHECK_INT(ran, n * m);
}

static void eight_dimensions(int threads) {
  enum { SIDE = 2, POINTS = 1 << 8 };
  static long value[POINTS];
  memset(value, 0, sizeof value);
#pragma omp parallel for ordered(8) schedule(dynamic, 1) num_threads(threads)
  for (int a = 0; a < 2; a++)
    for (int b = 0; b < 2; b++)
      for (int c = 0; c < 2; c++)
        for (int d = 0; d < 2; d++)
          for (int e = 0; e < 2; e++)
            for (int f = 0; f < 2; f++)
              for (int g = 0; g < 2; g++)
                for (int h = 0; h < 2; h++) {
#pragma omp ordered depend(sink : a - 1, b, c, d, e, f, g, h)
                  int low = (((((b * 2 + c) * 2 + d) * 2 + e) * 2 + f) * 2 + g) * 2 + h;
                  value[a * 128 + low] = a == 0 ? low : value[low] + 1000;
#pragma omp ordered depend(source)
                }
  for (int i = 0; i < POINTS; i++) CHECK(value[i] == (i < 128 ? i : i - 128 + 1000), "point %d: %ld", i, value[i]);
}

int main(void) {
  // libgomp's members spin while they wait, and do not get far with more of them than processors.
  int most = on_runtime("libgomp") ? 2 : 4;
  for (int threads = 1; threads <= most; threads++) {
    chain_1(threads);
    chain_3(threads);
    chain_70(threads);
    many_in_flight(threads);
    end_of_range(threads);
    empty(0, 5, threads);
    empty(5, 0, threads);
    empty(5, 5, threads);
    eight_dimensions(threads);
  }
  return check_done();
}
