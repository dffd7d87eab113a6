// A critical that the forking thread holds stays held in the child until it leaves it.
//@ skip[libgomp]: the child hangs at its first region
#include "child.h"

int main(void) {
  int order = 0;
  check_region(3);
#pragma omp critical(name)
  {
    pid_t pid = fork();
    if (pid == 0) {
      // Members of a new team wait outside until this thread has left.
#pragma omp parallel num_threads(3)
      if (omp_get_thread_num() > 0) {
        int seen;
#pragma omp atomic capture
        seen = ++order;
        CHECK(seen <= 2, "order is %d", seen);
      }
    } else {
      child_ended_well(pid);
      order = -1;
    }
  }
  if (order >= 0) {
    check_region(3);
#pragma omp parallel num_threads(3)
#pragma omp critical(name)
    order++;
    CHECK_INT(order, 5);
    child_exit();
  }
  return check_done();
}
