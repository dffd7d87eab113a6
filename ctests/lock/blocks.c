// A lock that is held for long puts those who wait to sleep, and passes to each of them.
//@ also: OMP_WAIT_POLICY=passive
//@ also: OMP_WAIT_POLICY=active
#include <omp.h>
#include <unistd.h>

#include "check.h"

int main(void) {
  omp_lock_t lock;
  int turns = 0;
  omp_init_lock(&lock);
#pragma omp parallel num_threads(5)
  for (int round = 0; round < 3; round++) {
    omp_set_lock(&lock);
    usleep(5000);
    turns++;
    omp_unset_lock(&lock);
  }
  CHECK_INT(turns, 15);
  omp_destroy_lock(&lock);
  return check_done();
}
