// Handlers of forks that the program has registered before its first OpenMP call may use OpenMP:
// they open regions, end the workers, wait for a thread that opens a region, and take a lock under
// which another thread does.
//@ skip[libomp]: holds its own locks while such handlers run
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"

enum { FORKS = 100 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int prepared, in_child_too, ends;

static void *team_of_three(void *unused) {
  check_region(3);
  return unused;
}

static void prepare(void) {
  pthread_t thread;
  switch (prepared++ % 4) {
  case 0:
    check_region(2 + prepared % 7);
    break;
  case 1:
    CHECK_INT(omp_pause_resource_all(omp_pause_soft), 0);
    break;
  case 2:
    pthread_create(&thread, NULL, team_of_three, NULL);
    pthread_join(thread, NULL);
    break;
  }
  pthread_mutex_lock(&lock);
}

static void in_parent(void) {
  pthread_mutex_unlock(&lock);
  check_region(4);
}

static void in_child(void) {
  pthread_mutex_unlock(&lock);
  if (in_child_too)
    check_region(4);
}

// Needs new workers, or leaves some over, in each region.
static void *regions_under_the_lock(void *unused) {
  for (int i = 0; !__atomic_load_n(&ends, __ATOMIC_RELAXED); i++) {
    pthread_mutex_lock(&lock);
#pragma omp parallel num_threads(2 + i % 4)
    CHECK_INT(omp_get_num_threads(), 2 + i % 4);
    omp_pause_resource_all(omp_pause_soft);
    pthread_mutex_unlock(&lock);
  }
  return unused;
}

int main(void) {
  pthread_atfork(prepare, in_parent, in_child);
  // libgomp's children hang at their first region if the parent had any.
  in_child_too = strcmp(getenv("CTESTS_RUNTIME"), "libgomp") != 0;
  check_region(2);
  pthread_t other;
  pthread_create(&other, NULL, regions_under_the_lock, NULL);
  for (int i = 0; i < FORKS && check_failures == 0; i++) {
    pid_t pid = fork();
    if (pid == 0)
      child_exit();
    child_ended_well(pid);
  }
  __atomic_store_n(&ends, 1, __ATOMIC_RELAXED);
  pthread_join(other, NULL);
  CHECK_INT(prepared, FORKS);
  return check_done();
}
