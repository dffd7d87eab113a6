// Settings belong to the initial task of each native thread: a new thread begins with the
// environment's values.
//@ env: OMP_NUM_THREADS=3
#include <omp.h>
#include <pthread.h>

#include "check.h"

static int team(void) {
  int size = 0;
#pragma omp parallel reduction(+ : size)
  size++;
  return size;
}

static void *native(void *size) {
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(omp_get_level(), 0);
  CHECK_INT(omp_get_thread_num(), 0);
  CHECK_INT(team(), 3);
  omp_set_num_threads((int)(long)size);
  CHECK_INT(team(), (int)(long)size);
  return NULL;
}

int main(void) {
  pthread_t threads[4];
  omp_set_num_threads(5);
  for (long i = 0; i < 4; i++)
    pthread_create(&threads[i], NULL, native, (void *)(i + 1));
  CHECK_INT(team(), 5);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  CHECK_INT(omp_get_max_threads(), 5);
  CHECK_INT(team(), 5);
  return check_done();
}
