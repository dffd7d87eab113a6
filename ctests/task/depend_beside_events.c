// A thread that is alone in its team runs new tasks at once. Meanwhile another thread fulfils an
// event, and so a task with a priority becomes ready at any moment. Tasks with dependences keep
// their order.
//@ env: OMP_MAX_TASK_PRIORITY=1
//@ skip[gcc libomp]: the version node of omp_fulfill_event is missing
#include <omp.h>
#include <pthread.h>
#include <stdint.h>

#include "check.h"

enum { ROUNDS = 8000, PAIRS = 20 };

static omp_event_handle_t event;
static int waits, ends;

static void *fulfils(void *unused) {
  for (unsigned round = 0; !__atomic_load_n(&ends, __ATOMIC_RELAXED); round++) {
    if (!__atomic_load_n(&waits, __ATOMIC_ACQUIRE))
      continue;
    for (volatile unsigned i = 0; i < round % 1024; i++) {
    }
    omp_event_handle_t mine = event;
    __atomic_store_n(&waits, 0, __ATOMIC_RELAXED);
    omp_fulfill_event(mine);
  }
  return unused;
}

static void pairs(void) {
  int first = -1, second = -1;
  for (int i = 0; i < PAIRS; i++) {
#pragma omp task depend(out : first) shared(first) firstprivate(i)
    first = i;
#pragma omp task depend(in : first) shared(first, second) firstprivate(i)
    {
      CHECK_INT(first, i);
      second = i;
    }
  }
#pragma omp taskwait
  CHECK_INT(second, PAIRS - 1);
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, fulfils, NULL);
#pragma omp parallel num_threads(1)
  for (int round = 0; round < ROUNDS && check_failures == 0; round++) {
    int done = 0;
    omp_event_handle_t made;
#pragma omp task detach(made) depend(out : done) shared(done)
    done++;
#pragma omp task depend(inout : done) priority(1) shared(done)
    done++;
    event = made;
    __atomic_store_n(&waits, 1, __ATOMIC_RELEASE);
#pragma omp task
    pairs();
#pragma omp taskwait
    CHECK_INT(done, 2);
  }
  __atomic_store_n(&ends, 1, __ATOMIC_RELAXED);
  pthread_join(thread, NULL);
  return check_done();
}
