// Twenty children at once, while the parent computes.
//@ skip[libgomp]: the child hangs at its first region
#include "child.h"

enum { CHILDREN = 20 };

int main(void) {
  pid_t children[CHILDREN];
  check_region(4);
  for (int i = 0; i < CHILDREN; i++) {
    children[i] = fork();
    if (children[i] == 0) {
      for (int round = 0; round < 5; round++)
        check_region(2 + i % 3);
      exit(check_done());
    }
    check_region(2);
  }
  for (int i = 0; i < CHILDREN; i++)
    child_ended_well(children[i]);
  return check_done();
}
