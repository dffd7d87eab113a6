// Loop nests that the runtime divides, also triangular ones: each thread gets the first and the
// last iteration of its part, and the parts are the whole.
//@ skip[gcc]: Clang's ABI
#include <omp.h>
#include <stdint.h>

#include "check.h"

enum { INT32 = 5, INT64 = 7, AT_MOST = 0, AT_LEAST = 1, NOT = 2, LESS = 3, GREATER = 4, LOOPS = 3, MOST = 2000 };

typedef struct {
  int32_t type, type_of_variable, comparison, outer;
  int64_t lower, lower_slope, upper, upper_slope, step;
  uint64_t trips;
} bounds;

extern int __kmpc_global_thread_num(void *);
extern uint64_t __kmpc_process_loop_nest_rectang(void *, int, bounds *, int);
extern void __kmpc_calc_original_ivs_rectang(void *, uint64_t, const bounds *, uint64_t *, int);
extern int __kmpc_for_collapsed_init(void *, int, const bounds *, bounds *, int, int *);

static int64_t walk[MOST][LOOPS];

static int goes_on(const bounds *loop, int64_t value, int64_t outer) {
  int64_t upper = loop->upper + loop->upper_slope * outer;
  switch (loop->comparison) {
    case AT_MOST: return value <= upper;
    case AT_LEAST: return value >= upper;
    case NOT: return value != upper;
    case LESS: return value < upper;
    default: return value > upper;
  }
}

/* The nest as the program means it. */
static int walk_through(const bounds *nest) {
  int count = 0;
  int64_t v[LOOPS];
#define EACH(NUMBER)                                                                                                \
  for (v[NUMBER] = nest[NUMBER].lower + (NUMBER ? nest[NUMBER].lower_slope * v[nest[NUMBER].outer] : 0);           \
       goes_on(&nest[NUMBER], v[NUMBER], NUMBER ? v[nest[NUMBER].outer] : 0); v[NUMBER] += nest[NUMBER].step)
  EACH(0) EACH(1) EACH(2) memcpy(walk[count++], v, sizeof v);
  return count;
}

static void rectangle(void) {
  bounds nest[LOOPS] = {{INT32, INT32, NOT, 0, 0, 0, 10, 0, 1, 0},
                        {INT32, INT32, GREATER, 0, 9, 0, 2, 0, -3, 0},
                        {INT64, INT32, AT_MOST, 0, 20, 0, 32, 0, 4, 0}};
  int count = walk_through(nest);
  CHECK_INT((int64_t)__kmpc_process_loop_nest_rectang(NULL, 0, nest, LOOPS), count);
  CHECK_INT((int64_t)nest[0].trips, 10);
  CHECK_INT((int64_t)nest[1].trips, 3);
  CHECK_INT((int64_t)nest[2].trips, 4);
  CHECK_INT(nest[0].comparison, AT_MOST);
  CHECK_INT(nest[0].upper, 9);
  CHECK_INT(nest[1].comparison, AT_LEAST);
  CHECK_INT(nest[1].upper, 3);
  for (int number = 0; number < count; number++) {
    uint64_t values[LOOPS];
    __kmpc_calc_original_ivs_rectang(NULL, (uint64_t)number, nest, values, LOOPS);
    for (int i = 0; i < LOOPS; i++) CHECK_INT((int32_t)values[i], walk[number][i]);
  }
}

static int number_of(const int64_t *values, int count) {
  for (int number = 0; number < count; number++)
    if (!memcmp(values, walk[number], sizeof walk[number]))
      return number;
  return -1;
}

static void divided(const char *what, const bounds *nest, int threads) {
  static int ran[MOST];
  memset(ran, 0, sizeof ran);
  int count = walk_through(nest), lasts = 0;
#pragma omp parallel num_threads(threads)
  {
    bounds part[LOOPS];
    int last = 0;
    if (__kmpc_for_collapsed_init(NULL, __kmpc_global_thread_num(NULL), nest, part, LOOPS, &last)) {
      int64_t from[LOOPS], to[LOOPS];
      for (int i = 0; i < LOOPS; i++) from[i] = part[i].lower, to[i] = part[i].upper;
      int first = number_of(from, count), end = number_of(to, count);
      CHECK(first >= 0 && end >= first, "%s: from %d to %d", what, first, end);
      // libomp does not say which thread has the last iteration of a triangle.
      if (!on_runtime("libomp"))
        CHECK_INT(last, end == count - 1);
      for (int number = first; number >= 0 && number <= end; number++)
        __atomic_add_fetch(&ran[number], 1, __ATOMIC_RELAXED);
#pragma omp atomic
      lasts += last;
    }
  }
  if (!on_runtime("libomp"))
    CHECK_INT(lasts, count > 0);
  for (int number = 0; number < count; number++)
    CHECK(ran[number] == 1, "%s by %d: iteration %d ran %d times", what, threads, number, ran[number]);
}

int main(void) {
#pragma omp parallel num_threads(1)
  rectangle();
  const bounds rectangular[LOOPS] = {{INT32, INT32, LESS, 0, 0, 0, 5, 0, 1, 0},
                                     {INT32, INT32, AT_MOST, 0, 0, 0, 6, 0, 2, 0},
                                     {INT32, INT32, AT_LEAST, 0, 7, 0, 0, 0, -1, 0}};
  const bounds triangular[LOOPS] = {{INT32, INT32, LESS, 0, 0, 0, 9, 0, 1, 0},
                                    {INT32, INT32, AT_MOST, 0, 0, 1, 8, 0, 1, 0},
                                    {INT32, INT32, LESS, 0, 0, 0, 3, 0, 1, 0}};
  for (int threads = 1; threads <= 5; threads++) {
    divided("rectangle", rectangular, threads);
    divided("triangle", triangular, threads);
  }
  return check_done();
}
