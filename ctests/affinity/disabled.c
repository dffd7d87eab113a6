// KMP_AFFINITY=disabled: there are no places, and masks cannot be set through the API.
//@ env: KMP_AFFINITY=disabled
//@ env: OMP_PLACES=cores
//@ skip[libgomp]: does not know KMP_AFFINITY
#include "places.h"

int main(void) {
  cpu_set_t all = thread_mask();
  CHECK_INT(omp_get_num_places(), 0);
  CHECK_INT(omp_get_place_num(), -1);
#pragma omp parallel num_threads(4)
  {
    cpu_set_t mask = thread_mask();
    CHECK(CPU_EQUAL(&mask, &all), "thread %d has %d processors", omp_get_thread_num(), CPU_COUNT(&mask));
  }
#if defined(__clang__)
  CHECK_INT(kmp_get_affinity_max_proc(), 0);
  kmp_affinity_mask_t mask;
  kmp_create_affinity_mask(&mask);
  CHECK_INT(kmp_set_affinity(&mask), -1);
  kmp_destroy_affinity_mask(&mask);
#endif
  return check_done();
}
