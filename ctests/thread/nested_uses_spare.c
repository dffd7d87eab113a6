// A nested region takes the threads that its outer team leaves over, before it has new ones
// created.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include "threads.h"

static int region(int outer, int inner) {
  int members = 0;
#pragma omp parallel num_threads(outer) reduction(+ : members)
#pragma omp parallel num_threads(inner) reduction(+ : members)
  members++;
  return members;
}

int main(void) {
  CHECK_INT(region(4, 1), 4);
  int most = threads_now();
  for (int round = 0; round < 50; round++) {
    CHECK_INT(region(2, 2), 4);
    if (on_runtime("ferromp"))
      CHECK_INT(threads_now(), most);
  }
  // The same with nobody left over but the primary thread, in a region of one and in a league of
  // one team.
  for (int round = 0; round < 50; round++) {
    CHECK_INT(region(1, 4), 4);
    CHECK_INT(region(4, 1), 4);
    int members = 0;
#pragma omp teams num_teams(1)
#pragma omp parallel num_threads(4) reduction(+ : members)
    members++;
    // libomp gives a league no more threads than there are processors.
    if (!on_runtime("libomp"))
      CHECK_INT(members, 4);
    if (on_runtime("ferromp"))
      CHECK_INT(threads_now(), most);
  }
  return check_done();
}
