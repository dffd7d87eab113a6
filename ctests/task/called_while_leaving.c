// A thread that fulfils an event makes a task ready while workers are about to leave a larger
// region: the call for that task does not end with a worker that has no part in the new region,
// while the only thread that may run the task sleeps.
//@ variant: TOOL
//@ flags: -rdynamic
//@ skip[gcc libgomp]: 12 returns from taskwait before an event is fulfilled
//@ skip[gcc libomp]: the version node of omp_fulfill_event is missing
#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"
#ifdef TOOL
#include "tool_checker.h"
#endif

enum { REGIONS = 200 };

static omp_event_handle_t waiting;
static int posted, over;

static void *fulfil(void *data) {
  (void)data;
  while (!__atomic_load_n(&over, __ATOMIC_ACQUIRE)) {
    if (__atomic_exchange_n(&posted, 0, __ATOMIC_ACQUIRE)) {
      // The thread that waits for it is asleep by then, in most regions.
      usleep(400);
      omp_fulfill_event(waiting);
    }
  }
  return NULL;
}

int main(void) {
  pthread_t fulfiller;
  CHECK(pthread_create(&fulfiller, NULL, fulfil, NULL) == 0, "no thread");
  int ran = 0;
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel num_threads(8)
    {
#pragma omp single nowait
#pragma omp task
      __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
    }
#pragma omp parallel num_threads(1)
    {
      int cell = 0;
      (void)cell;
      omp_event_handle_t event;
#pragma omp task depend(out : cell) detach(event)
      {
        waiting = event;
        __atomic_store_n(&posted, 1, __ATOMIC_RELEASE);
      }
#pragma omp task depend(in : cell) shared(ran)
      ran++;
#pragma omp taskwait
    }
    CHECK_INT(ran, 2 * (i + 1));
  }
  __atomic_store_n(&over, 1, __ATOMIC_RELEASE);
  pthread_join(fulfiller, NULL);
  return check_done();
}
