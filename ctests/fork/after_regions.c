// A child forked after the parent ran regions runs regions of its own.
//@ skip[libgomp]: the child hangs at its first region
//@ preload
#include <omp.h>

#include "child.h"

static int region(int size) {
  int threads = 0;
#pragma omp parallel num_threads(size) reduction(+ : threads)
  threads++;
  return threads;
}

int main(void) {
  CHECK_INT(region(4), 4);
  pid_t pid = fork();
  if (pid == 0) {
    CHECK_INT(region(4), 4);
    CHECK_INT(region(6), 6);
    CHECK_INT(region(2), 2);
    exit(check_done());
  }
  CHECK_INT(region(4), 4);
  child_ended_well(pid);
  CHECK_INT(region(6), 6);
  return check_done();
}
