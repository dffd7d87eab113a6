// omp_get_num_procs follows the affinity mask that the process was started with.
//@ flags: -D_GNU_SOURCE
#include <omp.h>
#include <sched.h>
#include <unistd.h>

#include "check.h"

int main(int argc, char **argv) {
  cpu_set_t mask;
  sched_getaffinity(0, sizeof mask, &mask);
  int count = CPU_COUNT(&mask);
  // A quota of the cgroup may make it fewer.
  CHECK(omp_get_num_procs() >= 1 && omp_get_num_procs() <= count, "%d of %d", omp_get_num_procs(), count);
  if (argc > 1) {
    CHECK_INT(omp_get_num_procs(), 1);
    CHECK_INT(omp_get_max_threads(), 1);
    return check_done();
  }
  if (check_done() != 0)
    return 1;
  int first = 0;
  while (!CPU_ISSET(first, &mask))
    first++;
  CPU_ZERO(&mask);
  CPU_SET(first, &mask);
  sched_setaffinity(0, sizeof mask, &mask);
  execl("/proc/self/exe", argv[0], "narrowed", (char *)NULL);
  perror("exec");
  return 1;
}
