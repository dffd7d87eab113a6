// Members sleep in taskwait, and a task becomes ready that only one of them may run: that one is
// woken, whoever fell asleep first.
//@ skip[gcc libgomp]: 12 returns from taskwait before the event is fulfilled
//@ skip[gcc libomp]: the version node of omp_fulfill_event is missing
#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"

enum { MEMBERS = 3 };

static omp_event_handle_t events[MEMBERS];
static int ran[MEMBERS], ready, first;

static void *fulfil(void *data) {
  (void)data;
  while (__atomic_load_n(&ready, __ATOMIC_ACQUIRE) < MEMBERS)
    usleep(100);
  /* All have fallen asleep. */
  usleep(20000);
  for (int i = 0; i < MEMBERS; i++) {
    int member = (first + i) % MEMBERS;
    omp_fulfill_event(events[member]);
    while (!__atomic_load_n(&ran[member], __ATOMIC_ACQUIRE))
      usleep(100);
  }
  return NULL;
}

int main(void) {
  for (first = 0; first < MEMBERS; first++) {
    pthread_t native;
    ready = 0;
    memset(ran, 0, sizeof ran);
    CHECK(pthread_create(&native, NULL, fulfil, NULL) == 0, "no thread");
#pragma omp parallel num_threads(MEMBERS)
    {
      int me = omp_get_thread_num(), x = 0;
      omp_event_handle_t event = 0;
#pragma omp task detach(event) depend(out : x) shared(x)
      x = 1;
      events[me] = event;
#pragma omp task depend(in : x) shared(x) firstprivate(me)
      {
        CHECK_INT(x, 1);
        __atomic_store_n(&ran[me], 1, __ATOMIC_RELEASE);
      }
      __atomic_add_fetch(&ready, 1, __ATOMIC_RELEASE);
#pragma omp taskwait
      CHECK_INT(ran[me], 1);
    }
    pthread_join(native, NULL);
  }
  return check_done();
}
