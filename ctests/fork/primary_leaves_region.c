// The primary thread forks inside a region; the child leaves the region, and runs new ones, larger
// and nested.
//@ skip[libgomp]: the child waits for members that are not there
//@ skip[libomp]: the child waits for members that are not there
//@ env: OMP_MAX_ACTIVE_LEVELS=3
#include "child.h"

int main(void) {
  for (int round = 0; round < 20; round++) {
    pid_t pid = -1;
    int members = 0;
#pragma omp parallel num_threads(4) reduction(+ : members)
    {
      members++;
      if (omp_get_thread_num() == 0) {
        pid = fork();
        // A nested region of the child's, inside the old one.
        if (pid == 0)
          check_region(2);
      }
    }
    if (pid == 0) {
      CHECK_INT(omp_get_level(), 0);
      check_region(4);
      check_region(6);
#pragma omp parallel num_threads(2)
      check_region(3);
      exit(check_done());
    }
    CHECK_INT(members, 4);
    child_ended_well(pid);
  }
  return check_done();
}
