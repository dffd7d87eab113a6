// Whatever the program set before the fork holds in the child, and so do threadprivate values of
// the forking thread.
//@ skip[libomp]: loses the settings in the child
//@ skip[libgomp]: the child hangs at its first region
#include "child.h"

static int own = -1;
#pragma omp threadprivate(own)

int main(void) {
  omp_sched_t kind;
  int chunk;
  omp_set_num_threads(3);
  omp_set_schedule(omp_sched_guided, 7);
  omp_set_max_active_levels(2);
  omp_set_dynamic(0);
#pragma omp parallel
  own = omp_get_thread_num() + 10;
  pid_t pid = fork();
  if (pid == 0) {
    CHECK_INT(own, 10);
    CHECK_INT(omp_get_max_threads(), 3);
    CHECK_INT(omp_get_max_active_levels(), 2);
    omp_get_schedule(&kind, &chunk);
    CHECK_INT(kind & 0xff, omp_sched_guided);
    CHECK_INT(chunk, 7);
#pragma omp parallel
    {
      CHECK_INT(omp_get_num_threads(), 3);
      // New threads, new copies.
      CHECK_INT(own, omp_get_thread_num() == 0 ? 10 : -1);
    }
    child_exit();
  }
  child_ended_well(pid);
#pragma omp parallel
  CHECK_INT(own, omp_get_thread_num() + 10);
  return check_done();
}
