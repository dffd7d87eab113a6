// Nothing of the runtime has run before the fork: both processes start from scratch.
//@ preload
#include "child.h"

int main(void) {
  pid_t pid = fork();
  check_region(3);
  if (pid == 0)
    child_exit();
  child_ended_well(pid);
  return check_done();
}
