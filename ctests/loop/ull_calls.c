// The entry points for unsigned long long called by hand: both directions, at both ends of the
// range.
//@ skip[clang]: GCC's ABI
//@ skip[libomp]: gets bounds beyond LLONG_MAX and downward loops wrong
#include <limits.h>
#include <omp.h>
#include <stdbool.h>

#include "check.h"

typedef unsigned long long ull;
typedef bool start_function(bool up, ull first, ull end, ull step, ull chunk, ull *start, ull *stop);
typedef bool next_function(ull *start, ull *stop);

#define DECLARE(NAME) extern start_function GOMP_loop_ull_##NAME##_start; extern next_function GOMP_loop_ull_##NAME##_next
DECLARE(static);
DECLARE(dynamic);
DECLARE(guided);
DECLARE(nonmonotonic_dynamic);
DECLARE(nonmonotonic_guided);
extern void GOMP_loop_end(void);

static const struct {
  const char *name;
  start_function *start;
  next_function *next;
} kinds[] = {
#define KIND(NAME) {#NAME, GOMP_loop_ull_##NAME##_start, GOMP_loop_ull_##NAME##_next}
    KIND(static), KIND(dynamic), KIND(guided), KIND(nonmonotonic_dynamic), KIND(nonmonotonic_guided),
};

static void loop(int kind, bool up, ull first, ull end, ull step, ull chunk, int count) {
  int times[100] = {0};
#pragma omp parallel num_threads(3)
  {
    ull start, stop;
    bool more = kinds[kind].start(up, first, end, up ? step : -step, chunk, &start, &stop);
    for (; more; more = kinds[kind].next(&start, &stop)) {
      ull length = up ? stop - start : start - stop;
      for (ull offset = 0; offset < length; offset += step) {
        ull number = ((up ? start - first : first - start) + offset) / step;
        CHECK(number < 100, "%s: iteration %llu", kinds[kind].name, number);
        if (number < 100)
          __atomic_add_fetch(&times[number], 1, __ATOMIC_RELAXED);
      }
    }
    GOMP_loop_end();
  }
  for (int i = 0; i < 100; i++)
    CHECK(times[i] == (i < count), "%s %s from %llu to %llu by %llu, chunk %llu: %d ran %d times", kinds[kind].name,
          up ? "up" : "down", first, end, step, chunk, i, times[i]);
}

int main(void) {
  const ull tenth = ULLONG_MAX / 10;
  for (int kind = 0; kind < (int)(sizeof kinds / sizeof kinds[0]); kind++)
    for (ull chunk = 1; chunk < 10; chunk += 4) {
      loop(kind, true, 0, 50, 1, chunk, 50);
      loop(kind, false, 50, 0, 1, chunk, 50);
      loop(kind, true, 3, 3, 1, chunk, 0);
      loop(kind, false, 3, 4, 1, chunk, 0);
      loop(kind, true, ULLONG_MAX - 31, ULLONG_MAX, 3, chunk, 11);
      loop(kind, false, 31, 0, 3, chunk, 11);
      loop(kind, true, LLONG_MAX - 10ull, LLONG_MAX + 10ull, 1, chunk, 20);
      loop(kind, false, ULLONG_MAX, ULLONG_MAX - 20, 1, chunk, 20);
      loop(kind, true, 0, 9 * tenth + 1, tenth, chunk, 10);
      loop(kind, false, ULLONG_MAX, ULLONG_MAX - 9 * tenth, tenth, chunk, 9);
    }
  return check_done();
}
