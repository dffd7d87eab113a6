// An undeferred untied task goes on where it is after each of its scheduling points, in the thread
// that began it.
//@ skip[libomp]: its assertion on td_last_tied fails
#include <omp.h>

#include "check.h"

static void check_untied(void) {
  int at = 0;
#pragma omp task if (0) untied shared(at)
  {
    int thread = omp_get_thread_num();
    at = 1;
#pragma omp taskyield
    CHECK_INT(at, 1);
    at = 2;
#pragma omp task untied shared(at)
    {
#pragma omp atomic
      at++;
    }
#pragma omp taskwait
    CHECK_INT(at, 3);
    CHECK_INT(omp_get_thread_num(), thread);
    at = 4;
  }
  CHECK_INT(at, 4);
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
    for (int round = 0; round < 20; round++)
      check_untied();
  }
  check_untied();
  return check_done();
}
