// Under gang admission teams that together have more threads than the budget do not run at once;
// held members begin when others have come to the end; a region that goes on for long keeps nobody
// waiting. Under each policy every region has all its threads.
//@ skip[libgomp]: FERROMP_ADMISSION is ours
//@ skip[libomp]: FERROMP_ADMISSION is ours
//@ env: FERROMP_BUDGET=4
//@ env: FERROMP_ADMISSION=gang
//@ also: FERROMP_ADMISSION=hold
//@ also: FERROMP_ADMISSION=learned
//@ also: FERROMP_ADMISSION=kernel
#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"

enum { MASTERS = 3, SIZE = 4, REGIONS = 50 };

static int inside, crowded;
static pthread_barrier_t turn;

static void *short_regions(void *unused) {
  // A first region, so that the process knows of all masters.
#pragma omp parallel num_threads(SIZE)
  CHECK_INT(omp_get_num_threads(), SIZE);
  pthread_barrier_wait(&turn);
  for (int i = 0; i < REGIONS; i++) {
    int members = 0;
#pragma omp parallel num_threads(SIZE) reduction(+ : members)
    {
      members++;
      // Far less than the grace time, and enough for others to come.
      int now = __atomic_add_fetch(&inside, 1, __ATOMIC_ACQ_REL);
      for (volatile int k = 0; k < 1000; k++)
        ;
      __atomic_sub_fetch(&inside, 1, __ATOMIC_ACQ_REL);
      if (now > SIZE)
        __atomic_add_fetch(&crowded, 1, __ATOMIC_RELAXED);
    }
    CHECK_INT(members, SIZE);
  }
  return unused;
}

static double long_began, short_ended;

static void *long_region(void *unused) {
#pragma omp parallel num_threads(SIZE)
#pragma omp single
  {
    long_began = omp_get_wtime();
    pthread_barrier_wait(&turn);
    usleep(400000);
  }
  return unused;
}

static void *beside_it(void *unused) {
  pthread_barrier_wait(&turn);
#pragma omp parallel num_threads(SIZE)
  ;
  short_ended = omp_get_wtime();
  return unused;
}

static void run(int count, void *(*const bodies[])(void *)) {
  pthread_t threads[8];
  for (int i = 0; i < count; i++)
    pthread_create(&threads[i], NULL, bodies[i], NULL);
  for (int i = 0; i < count; i++)
    pthread_join(threads[i], NULL);
}

int main(void) {
  pthread_barrier_init(&turn, NULL, MASTERS);
  void *(*const all_short[])(void *) = {short_regions, short_regions, short_regions};
  run(MASTERS, all_short);
  CHECK_INT(inside, 0);
  // A busy machine may keep a region from going on for longer than the grace time; not most of
  // them.
  if (strcmp(getenv("FERROMP_ADMISSION"), "gang") == 0)
    CHECK(crowded < MASTERS * REGIONS * SIZE / 4, "%d times more threads than the budget", crowded);
  pthread_barrier_destroy(&turn);
  pthread_barrier_init(&turn, NULL, 2);
  void *(*const both[])(void *) = {long_region, beside_it};
  run(2, both);
  CHECK(short_ended - long_began < 0.3, "the short region waited %.3f s", short_ended - long_began);
  return check_done();
}
