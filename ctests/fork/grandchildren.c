// A child of a child, eight generations deep; each runs regions before and after its own child.
//@ skip[libgomp]: the child hangs at its first region
#include "child.h"

static void generation(int depth) {
  check_region(1 + depth % 4);
  if (depth == 0)
    return;
  pid_t pid = fork();
  if (pid == 0) {
    generation(depth - 1);
    child_exit();
  }
  check_region(3);
  child_ended_well(pid);
  check_region(4);
}

int main(void) {
  generation(8);
  return check_done();
}
