// kmp_get_cancellation_status says whether a construct of a kind is cancelled around the calling
// thread.
//@ env: OMP_CANCELLATION=true
//@ skip[gcc libgomp]: has no such routine
#include <omp.h>

#include "by_name.h"

enum { REGION = 1, LOOP = 2 };

int main(void) {
  FUNCTION(int, kmp_get_cancellation_status, (int));
  CHECK_INT(kmp_get_cancellation_status(REGION), 0);
  int begun = 0, ready = 0;
#pragma omp parallel num_threads(2)
  {
    CHECK_INT(kmp_get_cancellation_status(REGION), 0);
    CHECK_INT(kmp_get_cancellation_status(LOOP), 0);
#pragma omp barrier
    if (omp_get_thread_num() == 0) {
      __atomic_store_n(&begun, 1, __ATOMIC_RELAXED);
      while (!kmp_get_cancellation_status(REGION)) {
      }
      __atomic_store_n(&ready, 1, __ATOMIC_RELAXED);
    } else {
      while (!__atomic_load_n(&begun, __ATOMIC_RELAXED)) {
      }
#pragma omp cancel parallel
    }
#pragma omp cancellation point parallel
    CHECK(0, "behind a cancellation point");
  }
  CHECK_INT(ready, 1);
  CHECK_INT(kmp_get_cancellation_status(REGION), 0);
#pragma omp parallel num_threads(2)
  {
    CHECK_INT(kmp_get_cancellation_status(REGION), 0);
#pragma omp for schedule(static, 1)
    for (int i = 0; i < 2; i++) {
      if (i == 1) {
#pragma omp cancel for
      }
      while (!kmp_get_cancellation_status(LOOP)) {
      }
    }
  }
  return check_done();
}
