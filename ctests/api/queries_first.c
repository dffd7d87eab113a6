// A thread that has never been in a region gets the answers of an initial task, whatever it asks
// first.
//@ env: OMP_NUM_THREADS=6
//@ env: OMP_THREAD_LIMIT=40
//@ env: OMP_MAX_ACTIVE_LEVELS=3
//@ env: OMP_DYNAMIC=true
//@ env: OMP_SCHEDULE=guided,9
//@ env: OMP_PROC_BIND=false
//@ also: OMP_WAIT_POLICY=passive
#include <omp.h>
#include <pthread.h>

#include "check.h"

static void *ask(void *unused) {
  (void)unused;
  omp_sched_t kind;
  int chunk;
  CHECK_INT(omp_get_max_threads(), 6);
  CHECK_INT(omp_get_thread_limit(), 40);
  CHECK_INT(omp_get_max_active_levels(), 3);
  CHECK_INT(omp_get_dynamic(), 1);
  omp_get_schedule(&kind, &chunk);
  CHECK_INT(kind, omp_sched_guided);
  CHECK_INT(chunk, 9);
  CHECK_INT(omp_get_proc_bind(), omp_proc_bind_false);
  CHECK_INT(omp_get_thread_num(), 0);
  CHECK_INT(omp_get_num_threads(), 1);
  CHECK_INT(omp_in_parallel(), 0);
  CHECK_INT(omp_get_level(), 0);
  CHECK_INT(omp_get_active_level(), 0);
  CHECK_INT(omp_get_ancestor_thread_num(0), 0);
  CHECK_INT(omp_get_ancestor_thread_num(1), -1);
  CHECK_INT(omp_get_team_size(0), 1);
  CHECK_INT(omp_get_team_size(1), -1);
  CHECK_INT(omp_in_final(), 0);
  return NULL;
}

int main(void) {
  pthread_t thread;
  ask(NULL);
  omp_set_num_threads(2);
  pthread_create(&thread, NULL, ask, NULL);
  pthread_join(thread, NULL);
  CHECK_INT(omp_get_max_threads(), 2);
  return check_done();
}
