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
  return check_done();
}
