// Native threads fork: one that ran regions, one that never called the runtime, and one in a
// serialised region.
//@ skip[libgomp]: the child hangs at its first region
//@ skip[libomp]: the child waits for threads that are not there
#include <pthread.h>

#include "child.h"

static void fork_and_check(void) {
  pid_t pid = fork();
  if (pid == 0) {
    check_region(3);
    check_region(2);
    child_exit();
  }
  child_ended_well(pid);
}

static void *after_regions(void *unused) {
  check_region(3);
  fork_and_check();
  check_region(3);
  return unused;
}

static void *without_regions(void *unused) {
  fork_and_check();
  return unused;
}

static void *serialised(void *unused) {
#pragma omp parallel if (0)
  {
    pid_t pid = fork();
    if (pid == 0) {
      int count = 0;
#pragma omp barrier
#pragma omp for schedule(dynamic)
      for (int i = 0; i < 5; i++)
        count++;
      CHECK_INT(count, 5);
      CHECK_INT(omp_get_level(), 1);
      child_exit();
    }
    child_ended_well(pid);
  }
  return unused;
}

int main(void) {
  void *(*bodies[])(void *) = {after_regions, without_regions, serialised};
  check_region(4);
  for (int i = 0; i < 3; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, bodies[i], NULL);
    check_region(2);
    pthread_join(thread, NULL);
  }
  return check_done();
}
