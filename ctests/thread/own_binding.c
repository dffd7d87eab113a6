// A worker that binds itself keeps the mask that it set last, though its team shares processors and
// another program computes.
#include "busy.h"

#include <omp.h>

enum { REGIONS = 320 };

int main(void) {
  struct beside at = begin_beside_busy();
  const int processors[][2] = {{at.here, at.here}, {at.here, at.there}, {at.there, at.there}, {at.here, at.there}};
  cpu_set_t last;
  CPU_ZERO(&last);
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 0)
    bind_to(at.here, at.here);
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel num_threads(2)
    if (omp_get_thread_num() == 1) {
      cpu_set_t now;
      sched_getaffinity(0, sizeof now, &now);
      CHECK(i == 0 || CPU_EQUAL(&now, &last), "region %d: %d processors, not %d", i, CPU_COUNT(&now), CPU_COUNT(&last));
      bind_to(processors[i / 8 % 4][0], processors[i / 8 % 4][1]);
      sched_getaffinity(0, sizeof last, &last);
    }
  }
  end_busy(at.busy);
  return check_done();
}
