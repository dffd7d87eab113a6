// Two threads of a team that find themselves on one processor part, though another program computes
// on the other one: they do not go on sleeping in turn.
#include "busy.h"

#include <omp.h>

// A busy machine may let it take some thousand regions until they part.
enum { REGIONS = 50000 };

/* Where the members were: something to do. */
int at[2];

int main(void) {
  struct beside two = begin_beside_busy();
  meet(two.here, two.there);
  long before = sleeps();
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel num_threads(2)
    at[omp_get_thread_num()] = sched_getcpu();
  }
  long slept = sleeps() - before;
  CHECK(slept < REGIONS / 2, "%ld sleeps in %d regions", slept, REGIONS);
  end_busy(two.busy);
  return check_done();
}
