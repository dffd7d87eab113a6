// Forks that run no atfork handlers: the clone system call and _Fork. The child notices by itself.
//@ skip[libgomp]: the child hangs at its first region
//@ skip[libomp]: the child hangs at its first region
//@ flags: -D_GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include "child.h"

static pid_t raw(int kind) { return kind == 0 ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : _Fork(); }

int main(void) {
  for (int round = 0; round < 20; round++) {
    check_region(4);
    pid_t pid = raw(round % 2);
    if (pid == 0) {
      check_region(3);
      check_region(5);
      pid_t grandchild = raw(round / 2 % 2);
      if (grandchild == 0) {
        check_region(2);
        child_exit();
      }
      child_ended_well(grandchild);
      check_region(4);
      child_exit();
    }
    child_ended_well(pid);
  }
  return check_done();
}
