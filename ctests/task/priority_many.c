// Many tasks with priorities: a task costs about the same however many there are, and the number
// of those that wait is bounded. They come from one producer, whom others help or do not, and from
// tasks that each generate two and wait for them.
//@ env: OMP_MAX_TASK_PRIORITY=12
//@ timeout: 20
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { TASKS = 600000, PARENTS = 160000, WAITING = 5000 };

static int done;

static void produce(int tasks) {
  int most = 0;
  for (int i = 0; i < tasks; i++) {
#pragma omp task priority(1 + i % 10)
    __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
    int waiting = i + 1 - __atomic_load_n(&done, __ATOMIC_RELAXED);
    if (waiting > most)
      most = waiting;
  }
  CHECK(most <= WAITING, "%d tasks waited at a time", most);
}

/* Of the members of the team only the producer runs them. */
static void alone(void) {
  int held = 0, finished = 0;
  done = 0;
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 1) {
    __atomic_store_n(&held, 1, __ATOMIC_RELEASE);
    while (!__atomic_load_n(&finished, __ATOMIC_ACQUIRE))
      usleep(100);
  } else {
    while (!__atomic_load_n(&held, __ATOMIC_ACQUIRE))
      usleep(100);
    produce(50000);
#pragma omp taskwait
    CHECK_INT(done, 50000);
    __atomic_store_n(&finished, 1, __ATOMIC_RELEASE);
  }
}

static void parents(int threads, int prior) {
  done = 0;
#pragma omp parallel num_threads(threads)
#pragma omp single
  for (int i = 0; i < PARENTS; i++) {
    int priority = prior ? 1 + i % 10 : 0;
#pragma omp task priority(priority)
    {
      int children = 0;
      for (int child = 0; child < 2; child++) {
#pragma omp task priority(1 + child) shared(children)
        __atomic_add_fetch(&children, 1, __ATOMIC_RELAXED);
      }
#pragma omp taskwait
      CHECK_INT(children, 2);
      __atomic_add_fetch(&done, children, __ATOMIC_RELAXED);
    }
  }
  CHECK_INT(done, 2 * PARENTS);
}

int main(void) {
  for (int threads = 1; threads <= 2; threads++) {
    done = 0;
#pragma omp parallel num_threads(threads)
#pragma omp single
    produce(TASKS);
    CHECK_INT(done, TASKS);
    parents(threads, 0);
    /* libgomp begins them within each other until the stack overflows, libomp waits for ever. */
    if (on_runtime("ferromp"))
      parents(threads, 1);
  }
  alone();
  return check_done();
}
