// A primary thread with real-time priority on the same processor as its worker: what the two do in
// the end of a region takes moments, not the 0.95 seconds after which the kernel takes the
// processor from a thread that only yields.
//@ skip[libgomp]: spins, with real-time priority, for what the worker has yet to do
//@ skip[libomp]: as libgomp
#define _GNU_SOURCE
#include <omp.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "check.h"

enum { REGIONS = 30 };

int main(void) {
  cpu_set_t all, one;
  sched_getaffinity(0, sizeof all, &all);
  CPU_ZERO(&one);
  for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++)
    if (CPU_ISSET(i, &all))
      CPU_SET(i, &one);
  CHECK(sched_setaffinity(0, sizeof one, &one) == 0, "not bound");
  /* The worker is created with the priority of an ordinary thread. */
#pragma omp parallel num_threads(2)
  usleep(1);
  struct sched_param first = {.sched_priority = 1};
  if (sched_setscheduler(0, SCHED_FIFO, &first) != 0) {
    puts("may not have real-time priority");
    return 0;
  }
  int done = 0, slow = 0;
  for (int region = 0; region < REGIONS; region++) {
    double start = omp_get_wtime();
#pragma omp parallel num_threads(2)
    if (omp_get_thread_num() == 0) {
      int begun = 0;
      /* The worker, which has come to the end of the region, ends it. */
#pragma omp task shared(done, begun)
      {
        __atomic_store_n(&begun, 1, __ATOMIC_RELEASE);
        usleep(500);
        __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
      }
      while (!__atomic_load_n(&begun, __ATOMIC_ACQUIRE))
        usleep(100);
    }
    slow += omp_get_wtime() - start > 0.5;
  }
  CHECK_INT(done, REGIONS);
  CHECK(slow <= 1, "%d of %d regions took longer than half a second", slow, REGIONS);
  return check_done();
}
