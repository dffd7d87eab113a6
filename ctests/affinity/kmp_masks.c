// libomp's routines for masks.
//@ skip[libgomp]: has no kmp routines
//@ also: OMP_PROC_BIND=true
#include "places.h"

#if defined(__clang__)
int main(void) {
  cpu_set_t all = thread_mask();
  kmp_affinity_mask_t mask;
  int first = 0, max = kmp_get_affinity_max_proc();
  while (!CPU_ISSET(first, &all))
    first++;
  CHECK(max > first && max <= CPU_SETSIZE && !CPU_ISSET(max, &all), "%d processors", max);

  kmp_create_affinity_mask(&mask);
  CHECK_INT(kmp_get_affinity_mask_proc(first, &mask), 0);
  CHECK_INT(kmp_set_affinity_mask_proc(first, &mask), 0);
  CHECK_INT(kmp_get_affinity_mask_proc(first, &mask), 1);
  CHECK_INT(kmp_unset_affinity_mask_proc(first, &mask), 0);
  CHECK_INT(kmp_get_affinity_mask_proc(first, &mask), 0);
  CHECK_INT(kmp_set_affinity_mask_proc(-1, &mask), -1);
  CHECK_INT(kmp_unset_affinity_mask_proc(max, &mask), -1);
  CHECK_INT(kmp_get_affinity_mask_proc(max, &mask), -1);

  CHECK_INT(kmp_set_affinity_mask_proc(first, &mask), 0);
  CHECK_INT(kmp_set_affinity(&mask), 0);
  cpu_set_t now = thread_mask();
  CHECK(CPU_COUNT(&now) == 1 && CPU_ISSET(first, &now), "%d processors", CPU_COUNT(&now));
  CHECK_INT(kmp_unset_affinity_mask_proc(first, &mask), 0);
  CHECK_INT(kmp_get_affinity(&mask), 0);
  CHECK_INT(kmp_get_affinity_mask_proc(first, &mask), 1);

  kmp_destroy_affinity_mask(&mask);
  CHECK(mask == NULL, "the mask is %p", mask);
  return check_done();
}
#else
// GCC's header does not declare them.
int main(void) {
  return 0;
}
#endif
