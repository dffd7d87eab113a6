// The children of a detachable task finish while another thread fulfils its event: the count of
// them stays right.
//@ skip[gcc libgomp]: 12 returns from taskwait before the event is fulfilled
//@ skip[gcc libomp]: the version node of omp_fulfill_event is missing
#include <omp.h>

#include "check.h"

enum { ROUNDS = 20000, CHILDREN = 4 };

int main(void) {
  static int children[ROUNDS], grandchildren[ROUNDS];
#pragma omp parallel num_threads(3)
#pragma omp single
  for (int round = 0; round < ROUNDS; round++) {
    omp_event_handle_t event = 0;
#pragma omp task detach(event)
    for (int child = 0; child < CHILDREN; child++) {
#pragma omp task
      {
#pragma omp atomic
        children[round]++;
#pragma omp task
        {
#pragma omp atomic
          grandchildren[round]++;
        }
      }
    }
#pragma omp task firstprivate(event)
    omp_fulfill_event(event);
    if (round % 3 == 0) {
#pragma omp taskwait
    }
  }
  for (int round = 0; round < ROUNDS; round++) {
    CHECK_INT(children[round], CHILDREN);
    CHECK_INT(grandchildren[round], CHILDREN);
  }
  return check_done();
}
