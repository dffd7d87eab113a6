// A fork inside a target region, and regions of both kinds in the child.
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ skip[libgomp]: a child of GCC's libgomp hangs in its first region
#include <omp.h>
#include <unistd.h>

#include "check.h"
#include "child.h"

static int sum(void) {
  int total = 0;
#pragma omp parallel num_threads(3) reduction(+ : total)
  total += omp_get_thread_num();
  return total;
}

static int child(void) {
  int total = sum();
#pragma omp target map(tofrom : total)
  total += sum();
  return total == 6 ? 0 : 1;
}

int main(void) {
  CHECK_INT(sum(), 3);
#pragma omp target
  {
    CHECK_INT(sum(), 3);
    pid_t pid = fork();
    if (pid == 0)
      _exit(child());
    child_ended_well(pid);
    CHECK_INT(sum(), 3);
  }
  CHECK_INT(sum(), 3);
  return check_done();
}
