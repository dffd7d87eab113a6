/* For programs that fork: the parent's view of a child's end. */
#ifndef CTESTS_CHILD_H
#define CTESTS_CHILD_H

#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* Waits for the child and checks that it exited with status 0. The harness's time limit ends a hang. */
static inline void child_ended_well(pid_t pid) {
  int status = -1;
  CHECK(pid > 0, "fork returned %d", (int)pid);
  if (pid <= 0)
    return;
  CHECK(waitpid(pid, &status, 0) == pid, "waitpid(%d) failed", (int)pid);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "child %d ended with wait status 0x%x", (int)pid, status);
}

#endif
