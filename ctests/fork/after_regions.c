// A child forked after the parent ran regions runs regions of its own, and the parent goes on.
//@ skip[libgomp]: the child hangs at its first region
//@ preload
//@ also[ferromp]: KMP_INIT_AT_FORK=FALSE
//@ also: OMP_WAIT_POLICY=active
#include "child.h"

int main(void) {
  check_region(4);
  pid_t pid = fork();
  if (pid == 0) {
    check_region(4);
    check_region(6);
    check_region(2);
    exit(check_done());
  }
  check_region(4);
  child_ended_well(pid);
  check_region(6);
  return check_done();
}
