// Where a team has one processor and another program computes there too, threads that wait go to
// sleep: a thread that only gives the processor away gets it back milliseconds later.
//@ skip[libomp]: gives the processor away
#include "busy.h"

#include <omp.h>

enum { REGIONS = 1000 };

/* Where the members were: something to do. */
int at[2];

int main(int count, char **arguments) {
  int here = next_processor(0);
  if (count == 1) {
    // Some runtimes look at the mask when they are loaded.
    bind_to(here, here);
    execl("/proc/self/exe", arguments[0], "bound", NULL);
    return 1;
  }
  pid_t busy = begin_busy(here);
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel num_threads(2)
    at[omp_get_thread_num()] = sched_getcpu();
  }
  CHECK(sleeps() > REGIONS / 4, "%ld sleeps in %d regions", sleeps(), REGIONS);
  end_busy(busy);
  return check_done();
}
