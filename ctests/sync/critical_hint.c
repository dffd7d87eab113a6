// A hint changes no meaning: the critical still excludes, across hints and with the plain form of
// the name.
#include <omp.h>

#include "check.h"

enum { ROUNDS = 2000, THREADS = 4 };

int main(void) {
  int count = 0, inside = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp critical(name) hint(omp_sync_hint_contended)
    {
      CHECK_INT(inside++, 0);
      count++;
      inside--;
    }
#pragma omp critical(other) hint(omp_sync_hint_uncontended | omp_sync_hint_nonspeculative)
    {
    }
#pragma omp critical(speculative) hint(omp_sync_hint_speculative)
    {
    }
  }
  CHECK_INT(count, THREADS * ROUNDS);
  return check_done();
}
