/* For programs that fork: what a child does, and the parent's view of its end. */
#ifndef CTESTS_CHILD_H
#define CTESTS_CHILD_H

#include <omp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* Waits for the child and checks that it exited with status 0. The harness's time limit ends a
   hang. */
static inline void child_ended_well(pid_t pid) {
  int status = -1;
  CHECK(pid > 0, "fork returned %d", (int)pid);
  if (pid <= 0)
    return;
  CHECK(waitpid(pid, &status, 0) == pid, "waitpid(%d) failed", (int)pid);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "child %d ended with wait status 0x%x", (int)pid, status);
}

/* One region that uses most of what a team shares: loop, barrier, single, critical, ordered. */
static inline void check_region(int size) {
  int members = 0, singles = 0, ordered = 0, criticals = 0, named = 0;
  long sum = 0;
#pragma omp parallel num_threads(size)
  {
    CHECK_INT(omp_get_num_threads(), size);
#pragma omp atomic
    members++;
#pragma omp barrier
#pragma omp for schedule(dynamic, 3) reduction(+ : sum)
    for (int i = 0; i < 100; i++)
      sum += i;
#pragma omp single
    singles++;
#pragma omp critical
    criticals++;
#pragma omp critical(named)
    named++;
#pragma omp for ordered
    for (int i = 0; i < 10; i++) {
#pragma omp ordered
      CHECK_INT(ordered++, i);
    }
  }
  CHECK_INT(members, size);
  CHECK_INT(sum, 4950);
  CHECK_INT(singles, 1);
  CHECK_INT(criticals, size);
  CHECK_INT(named, size);
  CHECK_INT(ordered, 10);
}

/* Ends a child: with the status of its own checks only. */
static inline void child_exit(void) {
  fflush(stderr);
  _exit(check_done());
}

#endif
