// Every member of a team forks at the same time; each child completes the region alone.
//@ skip[libgomp]: the child waits for members that are not there
//@ skip[libomp]: the child waits for members that are not there
#include "child.h"

int main(void) {
  for (int round = 0; round < 20; round++) {
    pid_t children[4];
#pragma omp parallel num_threads(4)
    {
      int me = omp_get_thread_num(), count = 0;
      pid_t pid = fork();
      if (pid != 0)
        children[me] = pid;
#pragma omp for schedule(dynamic)
      for (int i = 0; i < 12; i++)
        count++;
#pragma omp barrier
      if (pid == 0) {
        CHECK_INT(count, 12);
        child_exit();
      }
    }
    for (int i = 0; i < 4; i++)
      child_ended_well(children[i]);
  }
  return check_done();
}
