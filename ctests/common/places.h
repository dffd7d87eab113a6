/* For programs about places: the calling thread's mask, and the processors of a place. */
#ifndef CTESTS_PLACES_H
#define CTESTS_PLACES_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <omp.h>
#include <sched.h>

#include "check.h"

static inline cpu_set_t thread_mask(void) {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  CHECK(sched_getaffinity(0, sizeof mask, &mask) == 0, "the mask cannot be read");
  return mask;
}

static inline cpu_set_t place_mask(int place) {
  int ids[CPU_SETSIZE];
  int count = omp_get_place_num_procs(place);
  cpu_set_t mask;
  CPU_ZERO(&mask);
  CHECK(count <= CPU_SETSIZE, "place %d has %d processors", place, count);
  omp_get_place_proc_ids(place, ids);
  for (int i = 0; i < count; i++)
    CPU_SET(ids[i], &mask);
  return mask;
}

/* The calling thread has a place, the place is in its partition, and its mask is the place's. */
static inline void check_bound(void) {
  int place = omp_get_place_num(), nums[CPU_SETSIZE], found = 0;
  CHECK(place >= 0 && place < omp_get_num_places(), "place %d of %d", place, omp_get_num_places());
  int partition = omp_get_partition_num_places();
  omp_get_partition_place_nums(nums);
  for (int i = 0; i < partition; i++)
    found += nums[i] == place;
  CHECK_INT(found, 1);
  cpu_set_t mask = thread_mask(), wanted = place_mask(place);
  CHECK(CPU_EQUAL(&mask, &wanted), "thread %d of level %d: mask has %d processors, place %d has %d", omp_get_thread_num(),
        omp_get_level(), CPU_COUNT(&mask), place, CPU_COUNT(&wanted));
}

#endif
