// Reductions of a region itself, with and without several variables, and many times in a row.
#include <omp.h>

#include "check.h"

enum { REGIONS = 500 };

int main(void) {
  long total = 0;
  for (int region = 0; region < REGIONS; region++) {
    int threads = 1 + region % 7, one = 0, most = -1;
    double half = 1;
#pragma omp parallel num_threads(threads) reduction(+ : one)
    one += omp_get_thread_num() + 1;
    CHECK_INT(one, threads * (threads + 1) / 2);
#pragma omp parallel num_threads(threads) reduction(max : most) reduction(* : half) reduction(+ : total)
    {
      most = omp_get_thread_num();
      half *= 0.5;
      total += 1;
    }
    CHECK_INT(most, threads - 1);
    CHECK(half == 1.0 / (1 << threads), "half is %g with %d threads", half, threads);
  }
  long wanted = 0;
  for (int region = 0; region < REGIONS; region++)
    wanted += 1 + region % 7;
  CHECK_INT(total, wanted);
  return check_done();
}
