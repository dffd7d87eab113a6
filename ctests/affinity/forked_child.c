// A child that is forked by a bound thread has all the processors that the process began with, and
// can bind again; one forked by a worker, too. If the program has changed the mask, that stays.
//@ env: OMP_PLACES=threads
//@ env: OMP_PROC_BIND=close
//@ skip[libgomp]: the child inherits the parent's one processor
//@ skip[libomp]: a child forked inside a region keeps its processor
//@ preload
#include "places.h"

#include "child.h"

static cpu_set_t all;

static void check_child(void) {
  cpu_set_t mask = thread_mask();
  CHECK(CPU_EQUAL(&mask, &all), "%d processors in the child, not %d", CPU_COUNT(&mask), CPU_COUNT(&all));
}

int main(void) {
  all = thread_mask();
#pragma omp parallel num_threads(3)
  check_bound();

  pid_t pid = fork();
  if (pid == 0) {
    check_child();
#pragma omp parallel num_threads(3)
    check_bound();
    child_exit();
  }
  child_ended_well(pid);

#pragma omp parallel num_threads(3)
  if (omp_get_thread_num() == 2) {
    pid_t inner = fork();
    if (inner == 0) {
      check_child();
      child_exit();
    }
    child_ended_well(inner);
  }

  // A mask that the program sets after it was bound is its own.
  if (CPU_COUNT(&all) > 1) {
    cpu_set_t other = all, one = thread_mask();
    CPU_XOR(&other, &all, &one);
    CHECK(sched_setaffinity(0, sizeof other, &other) == 0, "the mask cannot be set");
    pid = fork();
    if (pid == 0) {
      cpu_set_t mask = thread_mask();
      CHECK(CPU_EQUAL(&mask, &other), "%d processors", CPU_COUNT(&mask));
      child_exit();
    }
    child_ended_well(pid);
  }
  return check_done();
}
