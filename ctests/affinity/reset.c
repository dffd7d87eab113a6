// KMP_AFFINITY=reset: the thread that began a region has its own mask back behind it.
//@ env: KMP_AFFINITY=reset,granularity=fine,compact
//@ skip[libgomp]: does not know KMP_AFFINITY
#include "places.h"

int main(void) {
  cpu_set_t all = thread_mask();
  omp_set_max_active_levels(2);
  for (int round = 0; round < 3; round++) {
#pragma omp parallel num_threads(2)
    {
      check_bound();
#pragma omp parallel num_threads(2)
      check_bound();
      check_bound();
    }
    cpu_set_t mask = thread_mask();
    CHECK(CPU_EQUAL(&mask, &all), "%d processors behind the region", CPU_COUNT(&mask));
  }
  return check_done();
}
