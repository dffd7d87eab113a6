// GCC passes a bool in the low byte of a register whose other bits are anything.
//@ skip[libomp]: its compiler reads more than the low byte
#include <stdint.h>

#include "by_name.h"

/* As GCC's code calls them, with the bool's register to be filled at will. */
enum { NO = 0x5a00, YES = 0x100 | 1 };

static int ran;

static void body(void *data) {
  (void)data;
  ran++;
}

int main(void) {
  FUNCTION(unsigned char, GOMP_loop_ull_static_start,
           (unsigned up, unsigned long long start, unsigned long long end, unsigned long long step,
            unsigned long long chunk, unsigned long long *first, unsigned long long *last));
  FUNCTION(void, GOMP_loop_end_nowait, (void));
  FUNCTION(void, GOMP_task,
           (void (*)(void *), void *, void (*)(void *, void *), long, long, unsigned, unsigned, void **, int));
  FUNCTION(unsigned char, GOMP_cancel, (int, unsigned));
  unsigned long long first = 0, last = 0;
  CHECK(GOMP_loop_ull_static_start(NO, 10, 0, -1ull, 0, &first, &last), "no iterations");
  CHECK(first == 10 && last == 0, "%llu to %llu", first, last);
  GOMP_loop_end_nowait();
  CHECK(GOMP_loop_ull_static_start(YES, 0, 10, 1, 0, &first, &last), "no iterations");
  CHECK(first == 0 && last == 10, "%llu to %llu", first, last);
  GOMP_loop_end_nowait();
  CHECK_INT(GOMP_cancel(1, NO), 0);
#pragma omp parallel num_threads(2)
#pragma omp single
  for (int times = 1; times <= 100; times++) {
    // Undeferred: it has run when this returns.
    GOMP_task(body, NULL, NULL, 0, 1, NO, 0, NULL, 0);
    CHECK_INT(ran, times);
  }
  return check_done();
}
