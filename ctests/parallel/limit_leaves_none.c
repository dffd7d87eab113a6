// Nested regions compete for the one thread that the thread limit leaves: a team that had it and
// now gets none lets it go to the team that does.
//@ env: OMP_THREAD_LIMIT=6
//@ env: OMP_WAIT_POLICY=passive
//@ timeout: 20
#include <omp.h>

#include "check.h"

enum { OUTER = 5, ROUNDS = 300 };

int main(void) {
  int members = 0;
  omp_set_dynamic(0);
  omp_set_max_active_levels(3);
#pragma omp parallel num_threads(OUTER)
  for (int i = 0; i < ROUNDS; i++) {
#pragma omp barrier
#pragma omp parallel num_threads(2)
    {
#pragma omp atomic
      members++;
    }
  }
  CHECK(members >= OUTER * ROUNDS && members <= 2 * OUTER * ROUNDS, "%d members", members);
  return check_done();
}
