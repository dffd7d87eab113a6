// Teams of more than four threads come to the same sum of floating-point numbers in each run, and
// smaller ones with KMP_DETERMINISTIC_REDUCTION, whichever thread comes first.
//@ skip[gcc]: GCC's code adds in the order in which the threads come
//@ also: KMP_DETERMINISTIC_REDUCTION=1
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { MOST = 13, RUNS = 60, LENGTH = 64 };

struct sums {
  double region, loop, nowait, several[5];
  long count;
};

/* Numbers so different that each order of additions gives another sum. */
static double number(int i) { return (i % 2 ? -1e10 : 1e-3) * (1 + i % 7) / 3; }

static void delay(int run) {
  if (omp_get_thread_num() % 5 == run % 5)
    usleep(100);
}

static struct sums sums_of(int threads, int run) {
  double region = 0, loop = 0, nowait = 0, a = 0, b = 0, c = 0, d = 0, e = 0;
  long count = 0;
#pragma omp parallel num_threads(threads) reduction(+ : region, count)
  {
    delay(run);
    region += number(omp_get_thread_num());
    count++;
#pragma omp for schedule(static) reduction(+ : loop)
    for (int i = 0; i < LENGTH; i++) {
      if (i == 0)
        delay(run + 1);
      loop += number(i);
    }
    CHECK(loop != 0, "%g is seen behind the loop", loop);
    delay(run + 2);
#pragma omp for schedule(static) reduction(+ : nowait) nowait
    for (int i = 0; i < LENGTH; i++)
      nowait += number(i);
#pragma omp for schedule(static) reduction(+ : a, b, c, d, e) nowait
    for (int i = 0; i < LENGTH; i++) {
      a += number(i);
      b += number(i + 1);
      c += number(2 * i);
      d += number(3 * i);
      e += number(5 * i);
    }
  }
  return (struct sums){region, loop, nowait, {a, b, c, d, e}, count};
}

int main(void) {
  const char *value = getenv("KMP_DETERMINISTIC_REDUCTION");
  for (int threads = value != NULL ? 2 : 5; threads <= MOST; threads += 1 + threads / 5) {
    struct sums first = sums_of(threads, 0);
    CHECK_INT(first.count, threads);
    for (int run = 1; run < RUNS; run++) {
      struct sums again = sums_of(threads, run);
      CHECK(memcmp(&first, &again, sizeof first) == 0, "%d threads: %a and %a, %a and %a, %a and %a, %a and %a", threads,
            first.region, again.region, first.loop, again.loop, first.nowait, again.nowait, first.several[4],
            again.several[4]);
    }
  }
  return check_done();
}
