// Detachable tasks that are discarded do not wait for their events, which their bodies would have
// fulfilled; an event that somebody else fulfils, before or after, does no harm.
//@ env: OMP_CANCELLATION=true
//@ skip[libomp]: waits for ever for the events
#include <omp.h>

#include "check.h"

enum { TASKS = 20 };

static void discarded(int elsewhere) {
  int bodies = 0;
  omp_event_handle_t events[TASKS] = {0};
#pragma omp parallel num_threads(3) shared(bodies, events)
#pragma omp single
  {
#pragma omp taskgroup
    {
#pragma omp task if (0)
      {
#pragma omp cancel taskgroup
      }
      for (int i = 0; i < TASKS; i++) {
        omp_event_handle_t event = 0;
#pragma omp task detach(event) shared(bodies)
        {
#pragma omp atomic
          bodies++;
          omp_fulfill_event(event);
        }
        events[i] = event;
      }
    }
    /* libgomp makes no event for a task that it never generates. */
    for (int i = 0; i < TASKS; i++)
      if (elsewhere && events[i])
        omp_fulfill_event(events[i]);
#pragma omp task shared(bodies)
    {
#pragma omp atomic
      bodies += 100;
    }
  }
  CHECK_INT(bodies, 100);
}

int main(void) {
  for (int round = 0; round < 200; round++)
    discarded(round % 2);
  return check_done();
}
