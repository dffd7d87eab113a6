// A large team's regions go on after forks between them and inside one, and so do those of the
// children. On ferromp, members of teams above 32 hear of a region by others.
//@ skip[libgomp]: the child hangs at its first region
//@ env[ferromp]: FERROMP_PROCESSORS=128
//@ also: OMP_WAIT_POLICY=passive
#include <stdlib.h>

#include "child.h"

enum { IN_A_ROW = 4 };

static void regions(int size) {
  for (int i = 0; i < IN_A_ROW; i++) {
    int members = 0, tasks = 0;
#pragma omp parallel num_threads(size)
    {
#pragma omp atomic
      members++;
#pragma omp task
      {
#pragma omp atomic
        tasks++;
      }
    }
    CHECK_INT(members, size);
    CHECK_INT(tasks, size);
  }
}

static void fork_inside(int size, int forker) {
  int members = 0;
#pragma omp parallel num_threads(size)
  {
    if (omp_get_thread_num() == forker) {
      pid_t pid = fork();
      if (pid == 0)
        _exit(0);
      child_ended_well(pid);
    }
#pragma omp atomic
    members++;
  }
  CHECK_INT(members, size);
}

static void fork_between(void) {
  pid_t pid = fork();
  if (pid == 0) {
    regions(41);
    regions(3);
    regions(48);
    exit(check_done());
  }
  child_ended_well(pid);
}

int main(void) {
  regions(48);
  fork_between();
  regions(48);
  // The member that passes regions on to others, and one of these.
  fork_inside(48, 16);
  regions(40);
  fork_inside(48, 19);
  fork_inside(48, 0);
  fork_between();
  regions(48);
  return check_done();
}
