// Pausing outside a region succeeds and ends the workers; inside it fails and changes nothing.
#include <omp.h>

#include "check.h"

static _Thread_local int regions_of_thread;

/* How many members of a region have been in one before, the calling thread left out. */
static int veterans(int size) {
  int count = 0, members = 0;
#pragma omp parallel num_threads(size) reduction(+ : count, members)
  {
    count += omp_get_thread_num() != 0 && regions_of_thread > 0;
    regions_of_thread++;
    members++;
  }
  CHECK_INT(members, size);
  return count;
}

int main(void) {
  int host = omp_get_initial_device();
  omp_pause_resource_t kinds[] = {omp_pause_soft, omp_pause_hard};
  veterans(4);
  CHECK_INT(veterans(4), 3);
  for (int round = 0; round < 50; round++) {
    /* A smaller team leaves workers in another state than those that wait for the next region. */
    int size = 2 + round % 3;
    veterans(size);
    omp_pause_resource_t kind = kinds[round / 2 % 2];
    if (round % 2) CHECK_INT(omp_pause_resource(kind, host), 0);
    else CHECK_INT(omp_pause_resource_all(kind), 0);
    int kept = veterans(4);
    /* libomp keeps its threads, and once it was paused says yes to all. */
    if (!on_runtime("libomp")) CHECK_INT(kept, 0);
  }
#pragma omp parallel num_threads(4)
#pragma omp master
  if (!on_runtime("libomp")) CHECK(omp_pause_resource_all(omp_pause_soft) != 0, "paused inside a region");
  if (!on_runtime("libomp")) CHECK_INT(veterans(4), 3);
  CHECK(omp_pause_resource(omp_pause_soft, 77) != 0, "paused a device that there is not");
  return check_done();
}
