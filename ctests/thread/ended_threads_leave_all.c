// Two native threads with a team each end; a third one, with a larger team, needs no more threads
// than they left.
#include <pthread.h>
#include <unistd.h>

#include "threads.h"

static pthread_barrier_t turn;

static void *pair(void *unused) {
#pragma omp parallel num_threads(4)
  CHECK_INT(omp_get_num_threads(), 4);
  // Neither ends before the other has its team.
  pthread_barrier_wait(&turn);
  return unused;
}

static void *alone(void *unused) {
  int members = 0;
  for (int round = 0; round < 20; round++) {
#pragma omp parallel num_threads(7) reduction(+ : members)
    members++;
  }
  CHECK_INT(members, 20 * 7);
  return unused;
}

int main(void) {
  pthread_barrier_init(&turn, NULL, 2);
  for (int round = 0; round < 50; round++) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
      pthread_create(&threads[i], NULL, pair, NULL);
    for (int i = 0; i < 2; i++)
      pthread_join(threads[i], NULL);
    pthread_create(&threads[0], NULL, alone, NULL);
    pthread_join(threads[0], NULL);
    if (on_runtime("ferromp")) {
      // A thread that was waited for is listed a moment longer.
      for (int i = 0; i < 5000 && threads_now() != 1 + 6; i++)
        usleep(1000);
      CHECK_INT(threads_now(), 1 + 6);
    }
  }
  return check_done();
}
