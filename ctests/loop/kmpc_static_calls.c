// __kmpc_for_static_init and __kmpc_dist_for_static_init called as clang calls them: bounds,
// stride, who is last.
//@ skip[gcc]: Clang's ABI
//@ skip[libomp]: takes no distribute outside of teams
#include <limits.h>
#include <omp.h>
#include <stdint.h>

#include "check.h"

struct ident {
  int32_t reserved, flags, more[2];
  const char *source;
};
enum { STATIC_CHUNKED = 33, STATIC = 34, WORK_LOOP = 0x200, KMPC = 2 };
static struct ident location = {0, KMPC | WORK_LOOP, {0, 0}, ";unknown;unknown;0;0;;"};

extern int32_t __kmpc_global_thread_num(struct ident *);
extern void __kmpc_for_static_fini(struct ident *, int32_t thread);
#define DECLARE(SUFFIX, TYPE, SIGNED)                                                                                  \
  extern void __kmpc_for_static_init_##SUFFIX(struct ident *, int32_t thread, int32_t kind, int32_t *last,            \
                                              TYPE *lower, TYPE *upper, SIGNED *stride, SIGNED step, SIGNED chunk);   \
  extern void __kmpc_dist_for_static_init_##SUFFIX(struct ident *, int32_t thread, int32_t kind, int32_t *last,       \
                                                   TYPE *lower, TYPE *upper, TYPE *dist_upper, SIGNED *stride,        \
                                                   SIGNED step, SIGNED chunk);
DECLARE(4, int32_t, int32_t)
DECLARE(4u, uint32_t, int32_t)
DECLARE(8, int64_t, int64_t)
DECLARE(8u, uint64_t, int64_t)

enum { MOST = 64 };
static int times[MOST], lasts;

/* Bounds are inclusive; `STEP` may be negative; a chunk of 0 asks for one block each.
   The iterations are counted by number and not by value, so that nothing overflows. */
#define CASE(SUFFIX, TYPE, SIGNED, DIST, LOWER, UPPER, STEP, CHUNK, COUNT)                                             \
  do {                                                                                                                 \
    memset(times, 0, sizeof times);                                                                                    \
    lasts = 0;                                                                                                         \
    _Pragma("omp parallel num_threads(4)") {                                                                           \
      TYPE lower = LOWER, upper = UPPER, dist_upper = UPPER;                                                           \
      SIGNED stride = 1;                                                                                               \
      int32_t last = 0, thread = __kmpc_global_thread_num(&location);                                                  \
      int kind = CHUNK ? STATIC_CHUNKED : STATIC;                                                                      \
      if (DIST)                                                                                                        \
        __kmpc_dist_for_static_init_##SUFFIX(&location, thread, kind, &last, &lower, &upper, &dist_upper, &stride,     \
                                             STEP, CHUNK);                                                             \
      else                                                                                                             \
        __kmpc_for_static_init_##SUFFIX(&location, thread, kind, &last, &lower, &upper, &stride, STEP, CHUNK);         \
      if (DIST)                                                                                                        \
        CHECK(dist_upper == (TYPE)UPPER, #SUFFIX ": one team ends at %lld", (long long)dist_upper);                    \
      int64_t first = STEP > 0 ? (int64_t)((uint64_t)lower - (uint64_t)(TYPE)(LOWER)) / (STEP)                         \
                               : (int64_t)((uint64_t)(TYPE)(LOWER) - (uint64_t)lower) / -(STEP);                       \
      int64_t length = STEP > 0 ? (lower > upper ? 0 : (int64_t)((uint64_t)upper - (uint64_t)lower) / (STEP) + 1)      \
                                : (lower < upper ? 0 : (int64_t)((uint64_t)lower - (uint64_t)upper) / -(STEP) + 1);    \
      int64_t apart = (int64_t)stride / (STEP);                                                                        \
      do {                                                                                                             \
        for (int64_t i = first; i < first + length && i < COUNT; i++) {                                                \
          CHECK(i >= 0 && i < MOST, #SUFFIX ": iteration %lld", (long long)i);                                         \
          if (i >= 0 && i < MOST)                                                                                      \
            __atomic_add_fetch(&times[i], 1, __ATOMIC_RELAXED);                                                        \
        }                                                                                                              \
        first += apart;                                                                                                \
      } while (CHUNK && length > 0 && first < COUNT);                                                                  \
      if (last)                                                                                                        \
        __atomic_add_fetch(&lasts, 1, __ATOMIC_RELAXED);                                                               \
      __kmpc_for_static_fini(&location, thread);                                                                       \
    }                                                                                                                  \
    for (int i = 0; i < MOST; i++)                                                                                     \
      CHECK(times[i] == (i < COUNT), #SUFFIX " %s, chunk %d, %d iterations: %d ran %d times", DIST ? "dist" : "for",   \
            CHUNK, COUNT, i, times[i]);                                                                                \
    CHECK(lasts == (COUNT > 0), #SUFFIX " %s, chunk %d, %d iterations: %d are last", DIST ? "dist" : "for", CHUNK,     \
          COUNT, lasts);                                                                                               \
  } while (0)

#define CASES(SUFFIX, TYPE, SIGNED, DIST, CHUNK, MAX)                                                                  \
  do {                                                                                                                 \
    CASE(SUFFIX, TYPE, SIGNED, DIST, 0, 49, 1, CHUNK, 50);                                                             \
    CASE(SUFFIX, TYPE, SIGNED, DIST, 5, 5, 1, CHUNK, 1);                                                               \
    CASE(SUFFIX, TYPE, SIGNED, DIST, 10, 42, 8, CHUNK, 5);                                                             \
    CASE(SUFFIX, TYPE, SIGNED, DIST, 49, 0, -1, CHUNK, 50);                                                            \
    if ((TYPE)-1 < 0)                                                                                                  \
      CASE(SUFFIX, TYPE, SIGNED, DIST, 50, 8, -7, CHUNK, 7);                                                           \
    CASE(SUFFIX, TYPE, SIGNED, DIST, MAX - 100, MAX - 91, 1, CHUNK, 10);                                               \
  } while (0)

#define TYPES(DIST, CHUNK)                                                                                             \
  do {                                                                                                                 \
    CASES(4, int32_t, int32_t, DIST, CHUNK, INT32_MAX);                                                                \
    CASES(4u, uint32_t, int32_t, DIST, CHUNK, UINT32_MAX);                                                             \
    CASES(8, int64_t, int64_t, DIST, CHUNK, INT64_MAX);                                                                \
    CASES(8u, uint64_t, int64_t, DIST, CHUNK, UINT64_MAX);                                                             \
  } while (0)

int main(void) {
  TYPES(0, 0);
  TYPES(0, 1);
  TYPES(0, 3);
  TYPES(1, 0);
  TYPES(1, 1);
  TYPES(1, 3);
  // Empty loops: no thread gets anything.
  CASE(4, int32_t, int32_t, 0, 0, -1, 1, 0, 0);
  CASE(8, int64_t, int64_t, 0, 0, -1, 1, 0, 0);
  return check_done();
}
