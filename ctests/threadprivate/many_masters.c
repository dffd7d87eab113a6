// Threadprivate values persist between regions of the same size in each of many native threads
// (OpenMP 5.2, 5.2), also while others come and go and regions of one thread lie in between.
//@ env: OMP_NUM_THREADS=8
//@ also[ferromp]: FERROMP_ADMISSION=gang
//@ also[ferromp]: FERROMP_ADMISSION=hold
#include <omp.h>
#include <pthread.h>

#include "check.h"

enum { MASTERS = 12, ROUNDS = 20 };

static int value;
static double array[10];
#pragma omp threadprivate(value, array)

static void *passing(void *unused) {
#pragma omp parallel
  value = -1;
  return unused;
}

static void *master(void *argument) {
  int mine = (int)(long)argument * 1000;
#pragma omp parallel
  {
    CHECK_INT(omp_get_num_threads(), 8);
    value = mine + omp_get_thread_num();
    array[9] = value;
  }
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp parallel
    {
      CHECK_INT(value, mine + round * 8 + omp_get_thread_num());
      CHECK_INT((int)array[9], mine + omp_get_thread_num());
      value += 8;
    }
    int copied = 0;
    if (round % 5 == 0) {
      pthread_t other;
      pthread_create(&other, NULL, passing, NULL);
      pthread_join(other, NULL);
    }
    // The primary thread's copy is that of the thread outside of regions.
    CHECK_INT(value, mine + (round + 1) * 8);
#pragma omp parallel copyin(array) reduction(+ : copied)
    {
      copied += array[9] == mine;
      array[9] = mine + omp_get_thread_num();
    }
    CHECK_INT(copied, 8);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[MASTERS];
  for (long i = 0; i < MASTERS; i++)
    pthread_create(&threads[i], NULL, master, (void *)(i + 1));
  for (int i = 0; i < MASTERS; i++)
    pthread_join(threads[i], NULL);
  return check_done();
}
