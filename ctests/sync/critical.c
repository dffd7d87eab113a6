// Critical constructs of one name exclude each other, wherever they stand; those of different names do not.
//@ also: OMP_WAIT_POLICY=passive
//@ also: OMP_WAIT_POLICY=active
#include <omp.h>

#include "check.h"

enum { THREADS = 4, ROUNDS = 20000 };

static long unnamed, named, hinted;

static void elsewhere(void) {
#pragma omp critical
  unnamed++;
#pragma omp critical(counter)
  named++;
}

int main(void) {
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp critical
    unnamed++;
#pragma omp critical(counter)
    named++;
#pragma omp critical(other) hint(omp_sync_hint_contended)
    hinted++;
    elsewhere();
  }
  CHECK_INT(unnamed, 2L * THREADS * ROUNDS);
  CHECK_INT(named, 2L * THREADS * ROUNDS);
  CHECK_INT(hinted, (long)THREADS * ROUNDS);

  // A thread inside one name does not keep another out of a different one.
  int inside = 0;
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 0) {
#pragma omp critical(first)
    for (int seen = 0; !seen;) {
#pragma omp atomic read
      seen = inside;
    }
  } else {
#pragma omp critical(second)
#pragma omp atomic write
    inside = 1;
  }
  return check_done();
}
