// detach: a task completes when its body is done and its event is fulfilled, in whatever order, by
// whomever: in the body, by another task, by a native thread, before the body is done and after.
// Until then taskwait, taskgroup, barriers and dependences wait.
//@ skip[gcc libgomp]: 12 returns from taskwait before a native thread has fulfilled the event, and hangs later
//@ skip[gcc libomp]: the version node of omp_fulfill_event is missing
#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 30 };

static void in_body(void) {
  int x = 0;
  omp_event_handle_t event = 0;
#pragma omp task detach(event) shared(x) depend(out : x)
  {
    omp_fulfill_event(event);
    usleep(50);
    x = 1;
  }
#pragma omp task shared(x) depend(in : x)
  CHECK_INT(x, 1);
#pragma omp taskwait
  CHECK_INT(x, 1);
}

static void by_task(void) {
  int x = 0, y = 0;
  omp_event_handle_t event = 0;
#pragma omp task detach(event) shared(x) depend(out : x)
  x = 1;
#pragma omp task shared(y) firstprivate(event)
  {
    usleep(100);
    y = 1;
    omp_fulfill_event(event);
  }
#pragma omp task shared(x, y) depend(in : x)
  {
    CHECK_INT(x, 1);
    CHECK_INT(y, 1);
  }
#pragma omp taskwait
}

struct order {
  omp_event_handle_t event;
  int delay;
  int *done;
};

static void *fulfil(void *data) {
  struct order *order = data;
  usleep((useconds_t)order->delay);
  __atomic_store_n(order->done, 1, __ATOMIC_SEQ_CST);
  omp_fulfill_event(order->event);
  return NULL;
}

enum wait { TASKWAIT, TASKGROUP, DEPENDENCE, UNDEFERRED_AFTER, WAITS };

static void by_native_thread(enum wait wait, int delay, int work) {
  pthread_t thread;
  int done = 0, x = 0;
  struct order order = {.delay = delay, .done = &done};
  if (wait == TASKGROUP) {
#pragma omp taskgroup
    {
      omp_event_handle_t event = 0;
#pragma omp task detach(event) shared(x)
      {
        usleep((useconds_t)work);
        x = 1;
      }
      order.event = event;
      CHECK(pthread_create(&thread, NULL, fulfil, &order) == 0, "no thread");
    }
  } else {
    omp_event_handle_t event = 0;
#pragma omp task detach(event) shared(x) depend(out : x)
    {
      usleep((useconds_t)work);
      x = 1;
    }
    order.event = event;
    CHECK(pthread_create(&thread, NULL, fulfil, &order) == 0, "no thread");
    if (wait == DEPENDENCE) {
#pragma omp taskwait depend(in : x)
    } else if (wait == UNDEFERRED_AFTER) {
#pragma omp task if (0) depend(in : x) shared(done)
      CHECK_INT(__atomic_load_n(&done, __ATOMIC_SEQ_CST), 1);
    } else {
#pragma omp taskwait
    }
  }
  CHECK_INT(__atomic_load_n(&done, __ATOMIC_SEQ_CST), 1);
  CHECK_INT(x, 1);
  pthread_join(thread, NULL);
}

static void chain(void) {
  enum { LINKS = 10 };
  omp_event_handle_t events[LINKS];
  int x = 0;
  for (int i = 0; i < LINKS; i++) {
    omp_event_handle_t event = 0;
#pragma omp task detach(event) depend(inout : x) shared(x) firstprivate(i)
    {
      CHECK_INT(x, i);
      x++;
    }
    events[i] = event;
  }
#pragma omp task shared(events)
  for (int i = LINKS - 1; i >= 0; i--)
    omp_fulfill_event(events[i]);
#pragma omp taskwait
  CHECK_INT(x, LINKS);
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    for (int round = 0; round < ROUNDS; round++) {
      in_body();
      by_task();
      chain();
      for (int wait = 0; wait < WAITS; wait++)
        by_native_thread((enum wait)wait, round % 3 * 200, (round + 1) % 3 * 200);
    }
    /* Left to the barrier at the end of the region. */
    static int done[ROUNDS], bodies;
    memset(done, 0, sizeof done);
    pthread_t fulfillers[ROUNDS];
    static struct order orders[ROUNDS];
#pragma omp parallel num_threads(threads)
#pragma omp single nowait
    for (int round = 0; round < ROUNDS; round++) {
      omp_event_handle_t event = 0;
      /* gcc 12 leaves a task without a body out. */
#pragma omp task detach(event)
#pragma omp atomic
      bodies++;
      orders[round] = (struct order){event, round * 10, &done[round]};
      CHECK(pthread_create(&fulfillers[round], NULL, fulfil, &orders[round]) == 0, "no thread");
    }
    CHECK_INT(bodies, threads * ROUNDS);
    for (int round = 0; round < ROUNDS; round++) {
      CHECK_INT(done[round], 1);
      pthread_join(fulfillers[round], NULL);
    }
  }
  return check_done();
}
