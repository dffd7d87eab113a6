// A combiner of the program may contain regions with reductions of its own.
#include <omp.h>

#include "check.h"

/* Adds `from` with a team of its own: `threads` times a share. */
static void add(long *to, const long *from, int threads) {
  long sum = 0;
#pragma omp parallel num_threads(threads)
  {
#pragma omp for reduction(+ : sum)
    for (long i = 0; i < *from; i++)
      sum++;
  }
  *to += sum;
}

#pragma omp declare reduction(alone : long : add(&omp_out, &omp_in, 1)) initializer(omp_priv = 0)
#pragma omp declare reduction(team : long : add(&omp_out, &omp_in, 2)) initializer(omp_priv = 0)

/* More variables than are added by atomic operations. */
static void with_regions(int threads) {
  long a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
#pragma omp parallel num_threads(threads)
  for (int i = 0; i < 20; i++) {
#pragma omp for reduction(alone : a, b, c, d, e)
    for (int j = 0; j < 3 * threads; j++)
      a++, b++, c++, d++, e++;
#pragma omp for reduction(team : f) reduction(+ : a, b, c, d)
    for (int j = 0; j < 3 * threads; j++)
      f++;
  }
  long sums[] = {a, b, c, d, e, f};
  for (int i = 0; i < 6; i++)
    CHECK(sums[i] == 60 * threads, "sum %d with %d threads: %ld", i, threads, sums[i]);
}

int main(void) {
  // libomp hangs where a larger team combines.
  const char *runtime = getenv("CTESTS_RUNTIME");
  int most = runtime != NULL && strcmp(runtime, "libomp") == 0 ? 4 : 7;
  omp_set_max_active_levels(2);
  for (int threads = 2; threads <= most; threads++)
    with_regions(threads);
  return check_done();
}
