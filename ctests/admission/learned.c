// The runtime learns: regions whose threads wait for each other in the program's own code are
// admitted as a gang, since members that were held back are let go by the grace time only. So are
// regions whose primary thread computes for long, and these are given up as a gang again, since
// that makes them no shorter.
//@ skip[libgomp]: FERROMP_ADMISSION is ours
//@ skip[libomp]: FERROMP_ADMISSION is ours
//@ env: FERROMP_ADMISSION=learned
//@ env: FERROMP_BUDGET=1
//@ also: FERROMP_ADMISSION=hold
//@ also: FERROMP_ADMISSION=gang
#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "account.h"
#include "check.h"

enum { MASTERS = 3, REGIONS = 80 };

static void wait_for(int *word, int value) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) < value)
    sched_yield();
}

static pthread_barrier_t start;

// A first region, so that the process knows of all masters.
static void *begin(void *body) {
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_get_num_threads(), 2);
  pthread_barrier_wait(&start);
  return ((void *(*)(void *))body)(NULL);
}

static void *meet(void *unused) {
  for (int i = 0; i < REGIONS; i++) {
    int arrived = 0;
#pragma omp parallel num_threads(2)
    {
      __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
      wait_for(&arrived, 2);
    }
  }
  return unused;
}

// Longer than the grace time, whenever the other thread begins.
static void *compute(void *unused) {
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel num_threads(2)
    if (omp_get_thread_num() == 0)
      usleep(5000);
  }
  return unused;
}

static void run(void *(*body)(void *)) {
  pthread_t threads[MASTERS];
  pthread_barrier_init(&start, NULL, MASTERS);
  for (int i = 0; i < MASTERS; i++)
    pthread_create(&threads[i], NULL, begin, (void *)body);
  for (int i = 0; i < MASTERS; i++)
    pthread_join(threads[i], NULL);
}

int main(int argc, char **argv) {
  if (argc > 1) {
    run(meet);
    run(compute);
    return 0;
  }
  read_account(argv[0], "again");
  int meeting = gangs_of("\"meet"), computing = gangs_of("\"compute"), all = MASTERS * REGIONS;
  if (strcmp(getenv("FERROMP_ADMISSION"), "hold") == 0) {
    CHECK_INT(meeting + computing, 0);
  } else if (strcmp(getenv("FERROMP_ADMISSION"), "gang") == 0) {
    // The first thread is alone for a while.
    CHECK(meeting > all / 2 && computing > all / 2, "%d and %d of %d were gangs", meeting, computing, all);
  } else {
    // On a busy machine a gang is no faster, even where threads meet.
    CHECK(meeting > 0, "no region whose threads meet was admitted as a gang");
    CHECK(computing > 0 && computing < all, "%d of %d regions that compute for long were admitted as a gang", computing, all);
  }
  return check_done();
}
