// A worker forks inside a region; when the child leaves the region its only thread has nothing to
// go back to, and the process ends as one whose last thread returned: with status 0, and no hang.
//@ skip[libgomp]: the child waits for the primary thread
//@ skip[libomp]: the child waits for the primary thread
#include "child.h"

int main(void) {
  for (int round = 0; round < 20; round++) {
    pid_t pid = -1;
#pragma omp parallel num_threads(3)
    if (omp_get_thread_num() == 1 + round % 2) {
      pid_t forked = fork();
      if (forked == 0)
        check_region(1);
      else
        pid = forked;
    }
    child_ended_well(pid);
  }
  return check_done();
}
