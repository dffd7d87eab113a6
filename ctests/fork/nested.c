// A member of an inner team forks: both its levels have one member in the child, and end with it.
//@ skip[libgomp]: the child waits for members that are not there
//@ skip[libomp]: the child waits for members that are not there
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include "child.h"

int main(void) {
  pid_t children[4];
  int forks = 0;
  for (int round = 0; round < 10; round++) {
    forks = 0;
#pragma omp parallel num_threads(2)
    {
      int in_child = 0;
#pragma omp parallel num_threads(2)
      {
        pid_t pid = fork();
        if (pid == 0)
          in_child = 1;
        else
          children[__atomic_fetch_add(&forks, 1, __ATOMIC_RELAXED)] = pid;
        if (pid == 0) {
          int count = 0;
          CHECK_INT(omp_get_level(), 2);
#pragma omp barrier
#pragma omp for
          for (int i = 0; i < 10; i++)
            count++;
          CHECK_INT(count, 10);
          if (omp_get_thread_num() != 0)
            child_exit();
        }
      }
      // The primary thread of an inner team has come back to the outer level.
      if (in_child) {
        CHECK_INT(omp_get_level(), 1);
#pragma omp barrier
        child_exit();
      }
    }
    CHECK_INT(forks, 4);
    for (int i = 0; i < forks; i++)
      child_ended_well(children[i]);
  }
  return check_done();
}
