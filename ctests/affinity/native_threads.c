// Native threads have places of their own, and so have their teams; a thread that opens no region
// is left alone.
//@ env: OMP_PLACES=threads
//@ env: OMP_PROC_BIND=close
//@ skip[libgomp]: threads of a bound one are bound
#include "places.h"

#include <pthread.h>

enum { THREADS = 6, ROUNDS = 10 };

static cpu_set_t all;
static pthread_barrier_t meet;

static void *master(void *argument) {
  int number = *(int *)argument;
  cpu_set_t mask = thread_mask();
  CHECK(CPU_EQUAL(&mask, &all), "%d processors before", CPU_COUNT(&mask));
  omp_set_num_threads(2);
  pthread_barrier_wait(&meet);
  if (number > 0)
    for (int round = 0; round < ROUNDS; round++) {
#pragma omp parallel num_threads(1 + (number + round) % 4)
      check_bound();
    }
  pthread_barrier_wait(&meet);
  mask = thread_mask();
  CHECK((CPU_EQUAL(&mask, &all) != 0) == (number == 0 || CPU_COUNT(&all) == 1), "thread %d has %d processors", number,
        CPU_COUNT(&mask));
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  int numbers[THREADS];
  all = thread_mask();
  pthread_barrier_init(&meet, NULL, THREADS);
  for (int i = 0; i < THREADS; i++) {
    numbers[i] = i;
    pthread_create(&threads[i], NULL, master, &numbers[i]);
  }
  for (int i = 0; i < THREADS; i++)
    pthread_join(threads[i], NULL);
  return check_done();
}
