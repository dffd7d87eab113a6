// Members of a team wait for each other in user code: all of them really run, however few
// processors there are.
//@ also[ferromp]: OMP_WAIT_POLICY=active
#include <omp.h>
#include <sched.h>

#include "check.h"

int main(void) {
  for (int size = 2; size <= 12; size += 5) {
    int arrived = 0;
    for (int round = 1; round <= 5; round++) {
#pragma omp parallel num_threads(size)
      {
        __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
        while (__atomic_load_n(&arrived, __ATOMIC_ACQUIRE) < round * size)
          sched_yield();
      }
    }
    CHECK_INT(arrived, 5 * size);
  }
  return check_done();
}
