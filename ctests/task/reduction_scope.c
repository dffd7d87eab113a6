// scope reduction(task, ...).
//@ skip[clang]: 19 does not take the modifier there
//@ skip[libomp]: has no GOMP_scope_start
#include <omp.h>

#include "check.h"

static int sum;

int main(void) {
  for (int threads = 1; threads <= 5; threads++) {
    sum = 0;
#pragma omp parallel num_threads(threads)
    for (int round = 0; round < 20; round++) {
#pragma omp scope reduction(task, + : sum)
      {
        sum++;
#pragma omp task in_reduction(+ : sum)
        {
          sum += 10;
#pragma omp task in_reduction(+ : sum)
          sum += 100;
        }
      }
    }
    CHECK_INT(sum, threads * 20 * 111);
  }
  return check_done();
}
