/* See part.h. */
#include "part.h"

#include <omp.h>

void part_barrier(void) {
#pragma omp barrier
}

void part_loop(int *times, int length) {
#pragma omp for schedule(dynamic, 2)
  for (int i = 0; i < length; i++)
    __atomic_add_fetch(&times[i], 1, __ATOMIC_RELAXED);
}

void part_ordered(int *order, int *count, int length) {
#pragma omp for ordered schedule(dynamic)
  for (int i = 0; i < length; i++) {
#pragma omp ordered
    order[(*count)++] = i;
  }
}

int part_single(void) {
  int mine = 0;
#pragma omp single nowait
  mine = 1;
  return mine;
}

void part_critical(int *count) {
#pragma omp critical
  ++*count;
}

void part_named_critical(int *count) {
#pragma omp critical(mixed)
  ++*count;
}

int part_region(int size) {
  int members = 0;
#pragma omp parallel num_threads(size) reduction(+ : members)
  members++;
  return members;
}

int part_calls(int size, void (*function)(void *), void *data) {
  int members = 0;
#pragma omp parallel num_threads(size)
  {
    function(data);
#pragma omp atomic
    members++;
  }
  return members;
}

void part_set_lock(void *lock) { omp_set_lock((omp_lock_t *)lock); }

void part_unset_lock(void *lock) { omp_unset_lock((omp_lock_t *)lock); }
