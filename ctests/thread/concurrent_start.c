// Many native threads make their first OpenMP call at the same moment.
#include <omp.h>
#include <pthread.h>

#include "check.h"

static pthread_barrier_t together;

static void *native(void *unused) {
  int members = 0;
  pthread_barrier_wait(&together);
#pragma omp parallel num_threads(3) reduction(+ : members)
  members++;
  CHECK_INT(members, 3);
  return unused;
}

int main(void) {
  enum { MASTERS = 12 };
  pthread_t threads[MASTERS];
  pthread_barrier_init(&together, NULL, MASTERS);
  for (int i = 0; i < MASTERS; i++)
    pthread_create(&threads[i], NULL, native, NULL);
  for (int i = 0; i < MASTERS; i++)
    pthread_join(threads[i], NULL);
  return check_done();
}
