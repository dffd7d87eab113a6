// The places of a child are those of the mask that it has when it begins its first region.
//@ env: OMP_PLACES=threads
//@ skip[libgomp]: hangs in the child
#include "places.h"

#include "child.h"

int main(void) {
  cpu_set_t all = thread_mask(), last;
#pragma omp parallel num_threads(2)
  check_bound();
  CPU_ZERO(&last);
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &all)) {
      CPU_ZERO(&last);
      CPU_SET(cpu, &last);
    }
  pid_t pid = fork();
  if (pid == 0) {
    CHECK(sched_setaffinity(0, sizeof last, &last) == 0, "the mask cannot be set");
#pragma omp parallel num_threads(3)
    {
      cpu_set_t mask = thread_mask();
      CHECK(CPU_EQUAL(&mask, &last), "thread %d has %d processors", omp_get_thread_num(), CPU_COUNT(&mask));
    }
    CHECK_INT(omp_get_num_places(), 1);
    child_exit();
  }
  child_ended_well(pid);
  return check_done();
}
