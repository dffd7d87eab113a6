// __kmpc_dispatch_init and _next called as clang calls them: every kind, 4 and 8 bytes, signed and
// not, up and down.
//@ skip[clang libomp]: it forgets who ran the last iteration when that thread steals afterwards
//@ skip[gcc]: Clang's ABI
#include <limits.h>
#include <omp.h>
#include <stdint.h>

#include "check.h"

struct ident {
  int32_t reserved, flags, more[2];
  const char *source;
};
static struct ident location = {0, 2, {0, 0}, ";unknown;unknown;0;0;;"};
enum { STATIC_CHUNKED = 33, STATIC = 34, DYNAMIC = 35, GUIDED = 36, RUNTIME = 37, AUTO = 38, ORDERED = 32 };
enum { MONOTONIC = 1 << 29, NONMONOTONIC = 1 << 30 };

extern int32_t __kmpc_global_thread_num(struct ident *);
#define DECLARE(SUFFIX, TYPE, SIGNED)                                                                                  \
  extern void __kmpc_dispatch_init_##SUFFIX(struct ident *, int32_t thread, int32_t kind, TYPE lower, TYPE upper,      \
                                            SIGNED step, SIGNED chunk);                                                \
  extern int32_t __kmpc_dispatch_next_##SUFFIX(struct ident *, int32_t thread, int32_t *last, TYPE *lower,             \
                                               TYPE *upper, SIGNED *step);                                             \
  extern void __kmpc_dispatch_fini_##SUFFIX(struct ident *, int32_t thread);                                           \
  extern void __kmpc_dispatch_deinit(struct ident *, int32_t thread);
DECLARE(4, int32_t, int32_t)
DECLARE(4u, uint32_t, int32_t)
DECLARE(8, int64_t, int64_t)
DECLARE(8u, uint64_t, int64_t)
extern void __kmpc_ordered(struct ident *, int32_t thread);
extern void __kmpc_end_ordered(struct ident *, int32_t thread);

enum { COUNT = 100 };
static int times[COUNT], lasts, next;

#define LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, KIND, CHUNK, IN_ORDER)                                                 \
  do {                                                                                                                 \
    memset(times, 0, sizeof times);                                                                                    \
    lasts = next = 0;                                                                                                  \
    _Pragma("omp parallel num_threads(4)") {                                                                           \
      int32_t last = 0, thread = __kmpc_global_thread_num(&location);                                                  \
      TYPE lower, upper;                                                                                               \
      SIGNED step;                                                                                                     \
      const TYPE first = FIRST;                                                                                        \
      __kmpc_dispatch_init_##SUFFIX(&location, thread, KIND, first, (TYPE)(first + (TYPE)((COUNT - 1) * (STEP))),      \
                                    STEP, CHUNK);                                                                      \
      while (__kmpc_dispatch_next_##SUFFIX(&location, thread, &last, &lower, &upper, &step)) {                         \
        CHECK_INT(step, STEP);                                                                                         \
        int begin = (int)((SIGNED)(lower - first) / (STEP)), end = (int)((SIGNED)(upper - first) / (STEP));            \
        for (int i = begin; i <= end; i++) {                                                                           \
          if (i < 0 || i >= COUNT) {                                                                                   \
            CHECK(0, #SUFFIX " " #KIND ": iteration %d", i);                                                           \
            break;                                                                                                     \
          }                                                                                                            \
          __atomic_add_fetch(&times[i], 1, __ATOMIC_RELAXED);                                                          \
          if (IN_ORDER) {                                                                                              \
            __kmpc_ordered(&location, thread);                                                                         \
            CHECK_INT(next++, i);                                                                                      \
            __kmpc_end_ordered(&location, thread);                                                                     \
            __kmpc_dispatch_fini_##SUFFIX(&location, thread);                                                          \
          }                                                                                                            \
        }                                                                                                              \
      }                                                                                                                \
      if (last)                                                                                                        \
        __atomic_add_fetch(&lasts, 1, __ATOMIC_RELAXED);                                                               \
      __kmpc_dispatch_deinit(&location, thread);                                                                       \
    }                                                                                                                  \
    for (int i = 0; i < COUNT; i++)                                                                                    \
      CHECK(times[i] == 1, #SUFFIX " " #KIND " by " #STEP ": iteration %d ran %d times", i, times[i]);                 \
    CHECK_INT(lasts, 1);                                                                                               \
  } while (0)

#define KINDS(SUFFIX, TYPE, SIGNED, FIRST, STEP)                                                                       \
  do {                                                                                                                 \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, STATIC, 1, 0);                                                             \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, STATIC_CHUNKED, 3, 0);                                                     \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, DYNAMIC, 1, 0);                                                            \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, DYNAMIC | NONMONOTONIC, 2, 0);                                             \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, DYNAMIC | MONOTONIC, 2, 0);                                                \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, GUIDED, 1, 0);                                                             \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, GUIDED | NONMONOTONIC, 5, 0);                                              \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, RUNTIME, 1, 0);                                                            \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, AUTO, 1, 0);                                                               \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, STATIC_CHUNKED + ORDERED, 3, 1);                                           \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, DYNAMIC + ORDERED, 3, 1);                                                  \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, GUIDED + ORDERED, 2, 1);                                                   \
    LOOP(SUFFIX, TYPE, SIGNED, FIRST, STEP, RUNTIME + ORDERED, 1, 1);                                                  \
  } while (0)

int main(void) {
  for (int round = 0; round < 3; round++) {
    KINDS(4, int32_t, int32_t, -50, 1);
    KINDS(4, int32_t, int32_t, INT32_MAX - 200, 2);
    KINDS(4, int32_t, int32_t, 500, -5);
    KINDS(4u, uint32_t, int32_t, INT32_MAX - 50u, 1);
    KINDS(8, int64_t, int64_t, INT64_MIN, 3);
    KINDS(8, int64_t, int64_t, 500, -5);
    KINDS(8u, uint64_t, int64_t, INT64_MAX - 50ull, 1);
  }
  return check_done();
}
