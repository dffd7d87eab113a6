// Workers that have no region burn no processor time.
//@ skip[libomp]: spins for 200 ms
//@ also[libgomp]: OMP_WAIT_POLICY=passive
//@ also[ferromp]: OMP_WAIT_POLICY=passive
#include <omp.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static double used(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(void) {
#pragma omp parallel num_threads(4)
  {
  }
  usleep(20000);
  double before = used();
  usleep(500000);
  double burnt = used() - before;
  CHECK(burnt < 0.05, "%g s of processor time in half a second of idling", burnt);
  return check_done();
}
