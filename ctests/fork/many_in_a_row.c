// A thousand forks in a row, with a region in each child and a region between them in the parent.
//@ skip[libgomp]: the child hangs at its first region
//@ timeout: 120
#include "child.h"

int main(void) {
  for (int round = 0; round < 1000; round++) {
    check_region(1 + round % 4);
    pid_t pid = fork();
    if (pid == 0) {
      check_region(1 + round % 3);
      child_exit();
    }
    child_ended_well(pid);
  }
  return check_done();
}
