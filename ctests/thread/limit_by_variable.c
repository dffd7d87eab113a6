// FERROMP_THREAD_LIMIT limits every thread's regions, and the queries say so.
//@ skip[libgomp]: FERROMP_THREAD_LIMIT is ours
//@ skip[libomp]: FERROMP_THREAD_LIMIT is ours
//@ env: OMP_NUM_THREADS=6
//@ env: FERROMP_THREAD_LIMIT=3
//@ env: KMP_DEVICE_THREAD_LIMIT=2
#include <omp.h>
#include <pthread.h>

#include "by_name.h"

static void *thread(void *unused) {
  (void)unused;
  // The first call of a thread may be a query, which leaves no trace in it.
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(omp_get_thread_limit(), 3);
#pragma omp parallel num_threads(4)
  CHECK_INT(omp_get_num_threads(), 3);
  omp_set_num_threads(2);
#pragma omp parallel
  CHECK_INT(omp_get_num_threads(), 2);
  return NULL;
}

int main(void) {
  pthread_t other;
  pthread_create(&other, NULL, thread, NULL);
  pthread_join(other, NULL);
  thread(NULL);
  CHECK_INT(((int (*)(void))by_name("ferromp_get_thread_limit"))(), 3);
  // The program's word goes before the environment's.
  ((void (*)(int))by_name("ferromp_set_thread_limit"))(0);
  omp_set_num_threads(6);
#pragma omp parallel
  CHECK_INT(omp_get_num_threads(), 6);
  return check_done();
}
