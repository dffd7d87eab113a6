// The number of processors follows the calling thread's affinity mask.
//@ flags: -D_GNU_SOURCE
#include <omp.h>
#include <sched.h>

#include "check.h"

int main(void) {
  cpu_set_t all, one;
  CHECK_INT(sched_getaffinity(0, sizeof all, &all), 0);
  int first = 0;
  while (!CPU_ISSET(first, &all)) first++;
  CHECK(omp_get_num_procs() >= 1 && omp_get_num_procs() <= CPU_COUNT(&all), "%d", omp_get_num_procs());
  int before = omp_get_num_procs();
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  CHECK_INT(sched_setaffinity(0, sizeof one, &one), 0);
  /* libomp counts once, at its start. */
  if (!on_runtime("libomp")) CHECK_INT(omp_get_num_procs(), 1);
  CHECK_INT(sched_setaffinity(0, sizeof all, &all), 0);
  CHECK_INT(omp_get_num_procs(), before);
  return check_done();
}
