// Ordered regions run in the order of the loop under every schedule, also where iterations leave
// them out.
//@ also: OMP_SCHEDULE=dynamic,3
//@ also: OMP_SCHEDULE=guided
//@ also: OMP_SCHEDULE=static
#include <limits.h>
#include <omp.h>

#include "check.h"

enum { LENGTH = 60 };

static int order[LENGTH], count, free_part;

static void enter(int number) { order[count++] = number; }

static void verify(const char *name, int stride) {
  CHECK(count == LENGTH / stride, "%s: %d ordered regions, not %d", name, count, LENGTH / stride);
  for (int i = 0; i < count; i++)
    CHECK(order[i] == i * stride, "%s: place %d has iteration %d", name, i, order[i]);
  CHECK_INT(free_part, LENGTH);
  count = free_part = 0;
}

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define ORDERED(TYPE, FIRST, CLAUSE, STRIDE)                                                       \
  do {                                                                                             \
    const TYPE first = FIRST;                                                                      \
    PRAGMA(omp parallel num_threads(4)) {                                                          \
      PRAGMA(omp for ordered CLAUSE) for (TYPE i = first; i < first + LENGTH; i++) {               \
        int number = (int)(i - first);                                                             \
        PRAGMA(omp atomic) free_part++;                                                            \
        if (number % STRIDE == 0) {                                                                \
          PRAGMA(omp ordered) enter(number);                                                       \
        }                                                                                          \
      }                                                                                            \
    }                                                                                              \
    verify(#TYPE " " #CLAUSE, STRIDE);                                                             \
  } while (0)

#define ALL_SCHEDULES(TYPE, FIRST, STRIDE)                                                         \
  do {                                                                                             \
    ORDERED(TYPE, FIRST, , STRIDE);                                                                \
    ORDERED(TYPE, FIRST, schedule(static), STRIDE);                                                \
    ORDERED(TYPE, FIRST, schedule(static, 1), STRIDE);                                             \
    ORDERED(TYPE, FIRST, schedule(static, 7), STRIDE);                                             \
    ORDERED(TYPE, FIRST, schedule(dynamic), STRIDE);                                               \
    ORDERED(TYPE, FIRST, schedule(dynamic, 7), STRIDE);                                            \
    ORDERED(TYPE, FIRST, schedule(guided), STRIDE);                                                \
    ORDERED(TYPE, FIRST, schedule(guided, 3), STRIDE);                                             \
    ORDERED(TYPE, FIRST, schedule(auto), STRIDE);                                                  \
    ORDERED(TYPE, FIRST, schedule(runtime), STRIDE);                                               \
  } while (0)

int main(void) {
  for (int round = 0; round < 5; round++) {
    ALL_SCHEDULES(int, -30, 1);
    ALL_SCHEDULES(int, 0, 3);
    ALL_SCHEDULES(unsigned, 100u, 1);
    ALL_SCHEDULES(long long, -10000000000ll, 1);
    ALL_SCHEDULES(unsigned long long, ULLONG_MAX - 100, 1);
    ALL_SCHEDULES(unsigned long long, LLONG_MAX - 30ull, 4);
  }
  return check_done();
}
