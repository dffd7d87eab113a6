// A critical binds to all threads of the process: teams of other masters and inner teams are
// excluded as well.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include <omp.h>
#include <pthread.h>

#include "check.h"

enum { ROUNDS = 300 };

static int count, inside;

static void *master(void *unused) {
#pragma omp parallel num_threads(2)
#pragma omp parallel num_threads(2)
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp critical
    {
      CHECK_INT(inside++, 0);
      count++;
      inside--;
    }
  }
  return unused;
}

int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    pthread_create(&threads[i], NULL, master, NULL);
  master(NULL);
  for (int i = 0; i < 3; i++)
    pthread_join(threads[i], NULL);
  CHECK_INT(count, 4 * 4 * ROUNDS);
  return check_done();
}
