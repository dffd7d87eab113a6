// Schedules with the simd modifier: all iterations run once, and every chunk but the last is a
// multiple of the vector's width.
//@ skip[gcc]: Clang's ABI
#include <omp.h>

#include "check.h"

enum { STATIC_BALANCED_CHUNKED = 45, GUIDED_SIMD = 46, RUNTIME_SIMD = 47, WIDTH = 4, MOST = 500 };

extern int __kmpc_global_thread_num(void *);
extern void __kmpc_dispatch_init_4(void *, int, int, int, int, int, int);
extern int __kmpc_dispatch_next_4(void *, int, int *, int *, int *, int *);
extern void __kmpc_for_static_init_8(void *, int, int, int *, long long *, long long *, long long *, long long, long long);

static struct {
  int reserved, flags, others[2];
  const char *place;
} location = {0, 2, {0, 0}, ";file;function;0;0;;"};

static int times[MOST];

static void check_times(const char *what, int count) {
  for (int i = 0; i < MOST; i++) CHECK(times[i] == (i < count), "%s of %d: %d ran %d times", what, count, i, times[i]);
  memset(times, 0, sizeof times);
}

static void dispatched(const char *what, int schedule, int multiple, int width, int count, int threads) {
#pragma omp parallel num_threads(threads)
  {
    int gtid = __kmpc_global_thread_num(&location), first, end, step, last = 0;
    __kmpc_dispatch_init_4(&location, gtid, schedule, 10, 10 + 3 * (count - 1), 3, width);
    while (__kmpc_dispatch_next_4(&location, gtid, &last, &first, &end, &step)) {
      int length = (end - first) / 3 + 1;
      CHECK_INT(step, 3);
      CHECK(last || length % multiple == 0, "%s: %d iterations", what, length);
      CHECK_INT(last, end == 10 + 3 * (count - 1));
      for (int i = first; i <= end; i += step) __atomic_add_fetch(&times[(i - 10) / 3], 1, __ATOMIC_RELAXED);
    }
  }
  check_times(what, count);
}

static void divided(int count, int threads) {
#pragma omp parallel num_threads(threads)
  {
    long long first = 100, end = 100 - 2 * (count - 1), stride;
    int last = 0;
    __kmpc_for_static_init_8(&location, __kmpc_global_thread_num(&location), STATIC_BALANCED_CHUNKED, &last, &first,
                             &end, &stride, -2, WIDTH);
    long long length = (first - end) / 2 + 1;
    if (first >= end) {
      if (end < 100 - 2 * (count - 1))
        end = 100 - 2 * (count - 1);
      CHECK(last || length % WIDTH == 0, "divided: %lld iterations", length);
      for (long long i = first; i >= end; i -= 2) __atomic_add_fetch(&times[(100 - i) / 2], 1, __ATOMIC_RELAXED);
    }
  }
  check_times("divided", count);
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++)
    for (int count = 1; count < MOST; count = count * 3 / 2 + 1) {
      dispatched("guided", GUIDED_SIMD, WIDTH, WIDTH, count, threads);
      dispatched("guided, 3", GUIDED_SIMD, 3 * WIDTH, 3 * WIDTH, count, threads);
      divided(count, threads);
      const omp_sched_t kinds[] = {omp_sched_static, omp_sched_dynamic, omp_sched_guided, omp_sched_auto};
      for (int kind = 0; kind < 4; kind++)
        for (int chunk = 0; chunk <= 3; chunk++) {
          char what[40];
          snprintf(what, sizeof what, "runtime %d, %d", kind, chunk);
          omp_set_schedule(kinds[kind], chunk);
          int effective = kinds[kind] == omp_sched_auto || chunk == 0 ? 1 : chunk;
          dispatched(what, RUNTIME_SIMD, effective * WIDTH, WIDTH, count, threads);
        }
    }
  return check_done();
}
