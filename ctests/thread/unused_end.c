// Workers that nobody has a use for end after a while, wherever they are: those of many native
// threads that ran at once and have ended, those of nested teams, and of those nested in these. The
// workers of the thread that goes on stay, and all come back.
//@ env[ferromp]: FERROMP_IDLE_LIMIT=200ms
//@ also[ferromp]: OMP_WAIT_POLICY=active
//@ also[ferromp]: OMP_WAIT_POLICY=passive
#include <pthread.h>
#include <unistd.h>

#include "threads.h"

enum { NATIVES = 12 };

static pthread_barrier_t all;

static void region(int size) {
  int members = 0;
#pragma omp parallel num_threads(size)
#pragma omp atomic
  members++;
  CHECK_INT(members, size);
}

static void *native(void *unused) {
  pthread_barrier_wait(&all);
  region(4);
  /* Nobody can take over another's workers. */
  pthread_barrier_wait(&all);
  return unused;
}

/* The runtimes differ in how long they keep threads; ferromp was told to do so for 200 ms. */
static void check_left(int threads) {
  if (!on_runtime("ferromp"))
    return;
  for (int i = 0; i < 5000 && threads_now() != threads; i++)
    usleep(1000);
  CHECK_INT(threads_now(), threads);
  /* And no fewer. */
  usleep(400000);
  CHECK_INT(threads_now(), threads);
}

int main(void) {
  omp_set_max_active_levels(3);
  for (int round = 0; round < 2; round++) {
    pthread_t threads[NATIVES];
    pthread_barrier_init(&all, NULL, NATIVES);
    for (int i = 0; i < NATIVES; i++)
      pthread_create(&threads[i], NULL, native, NULL);
    for (int i = 0; i < NATIVES; i++)
      pthread_join(threads[i], NULL);
    check_left(round ? 2 : 1);
    nested_regions(3);
    check_left(2);
  }
  region(4);
  return check_done();
}
