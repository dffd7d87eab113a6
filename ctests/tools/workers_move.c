// The data that a tool keeps with a worker's task stay the worker's own: also if the worker goes to
// another team at once and another one takes its place, and if it opens regions itself, in its own
// region and in tasks that it executes at the end of that.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[libomp]: tells of a worker's end at the worker's next region, in whichever team
#include <omp.h>
#include <pthread.h>

#include "tool_checker.h"

enum { MASTERS = 4, REGIONS = 600, ROUNDS = 100 };

static int regions_inside;

static void inner(int threads) {
#pragma omp parallel num_threads(threads)
#pragma omp atomic
  regions_inside++;
}

static void *sizes_change(void *argument) {
  for (int i = 0; i < REGIONS; i++) {
    int size = i / 4 % 2 ? 4 : 2, members = 0;
#pragma omp parallel num_threads(size) reduction(+ : members)
    members++;
    CHECK_INT(members, size);
  }
  return argument;
}

static void regions_in_workers(void) {
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp parallel num_threads(1 + round % 3)
    {
      if (omp_get_thread_num() % 2)
        inner(2);
#pragma omp task
      inner(1 + round % 2);
#pragma omp barrier
#pragma omp task
      inner(1 + round % 2);
    }
  }
}

int main(void) {
  omp_set_max_active_levels(2);
  pthread_t threads[MASTERS];
  for (int i = 0; i < MASTERS; i++)
    pthread_create(&threads[i], NULL, sizes_change, NULL);
  regions_in_workers();
  for (int i = 0; i < MASTERS; i++)
    pthread_join(threads[i], NULL);
  regions_in_workers();
  CHECK_INT(checker_done, checker_tasks);
  CHECK(regions_inside > 2 * ROUNDS, "%d", regions_inside);
  return check_done();
}
