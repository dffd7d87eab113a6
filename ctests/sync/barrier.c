// No thread passes a barrier before all have arrived, over many rounds.
//@ also: OMP_WAIT_POLICY=passive
//@ also: OMP_WAIT_POLICY=active
#include <omp.h>

#include "check.h"

enum { THREADS = 4, ROUNDS = 500 };

int main(void) {
  int arrived = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 1; round <= ROUNDS; round++) {
    int seen;
#pragma omp atomic
    arrived++;
#pragma omp barrier
#pragma omp atomic read
    seen = arrived;
    CHECK_INT(seen, round * THREADS);
#pragma omp barrier
  }
  return check_done();
}
