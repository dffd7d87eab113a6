// A thread that waits for admission ends, by pthread_exit in a signal handler. A region that has
// the place waits, in the program's own code, for one that comes after that thread, which has to
// get in nevertheless.
//@ skip[gcc]: nothing may leave the functions that GCC makes of regions
//@ skip[libgomp]: FERROMP_ADMISSION is ours
//@ skip[libomp]: FERROMP_ADMISSION is ours
//@ env: FERROMP_BUDGET=2
//@ env: FERROMP_ADMISSION=gang
//@ also: FERROMP_ADMISSION=turns
//@ also: FERROMP_ADMISSION=hold
//@ also: FERROMP_ADMISSION=learned
//@ timeout: 20
#define _GNU_SOURCE
#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 5 };

static int round_now, begun, gone, last_begun;
static pid_t leaver_id;
static pthread_barrier_t ready;

static void await(int *word) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) != round_now)
    sched_yield();
}

static void set(int *word) {
  __atomic_store_n(word, round_now, __ATOMIC_RELEASE);
}

// So that the process knows of all threads that open regions.
static void first_region(void) {
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_get_num_threads(), 2);
  pthread_barrier_wait(&ready);
}

static void *waits_for_the_last(void *unused) {
  first_region();
#pragma omp parallel num_threads(2)
#pragma omp master
  {
    set(&begun);
    await(&last_begun);
  }
  return unused;
}

static void leave(int signal) {
  (void)signal;
  pthread_exit(NULL);
}

static void *leaves(void *unused) {
  __atomic_store_n(&leaver_id, gettid(), __ATOMIC_RELEASE);
  first_region();
  await(&begun);
#pragma omp parallel num_threads(2)
  // Under other policies than gang it gets here.
#pragma omp master
  for (;;)
    pause();
  return unused;
}

static void *comes_last(void *unused) {
  first_region();
  await(&gone);
#pragma omp parallel num_threads(2)
#pragma omp master
  set(&last_begun);
  return unused;
}

static int is_asleep(pid_t thread) {
  char path[64], line[300] = "";
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)thread);
  FILE *file = fopen(path, "r");
  if (file != NULL) {
    if (fgets(line, sizeof line, file) == NULL)
      line[0] = 0;
    fclose(file);
  }
  const char *state = strrchr(line, ')');
  return state != NULL && state[2] == 'S';
}

int main(void) {
  signal(SIGUSR1, leave);
  pthread_barrier_init(&ready, NULL, 4);
  for (round_now = 1; round_now <= ROUNDS; round_now++) {
    pthread_t first, leaver, last;
    pthread_create(&first, NULL, waits_for_the_last, NULL);
    pthread_create(&leaver, NULL, leaves, NULL);
    pthread_create(&last, NULL, comes_last, NULL);
    pthread_barrier_wait(&ready);
    await(&begun);
    // In the queue, or in its region.
    while (!is_asleep(leaver_id))
      sched_yield();
    pthread_kill(leaver, SIGUSR1);
    pthread_join(leaver, NULL);
    set(&gone);
    pthread_join(first, NULL);
    pthread_join(last, NULL);
  }
  return check_done();
}
