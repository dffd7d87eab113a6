// Threads that open many short regions, with more members than there are processors, take turns as
// gangs; threads whose regions compute for long do not, those that wait for another thread's region
// give it up soon, and one that is alone need not. All have all their members, whatever comes
// between.
//@ skip[libgomp]: FERROMP_ADMISSION is ours
//@ skip[libomp]: FERROMP_ADMISSION is ours
#include <omp.h>
#include <pthread.h>
#include <time.h>

#include "account.h"
#include "check.h"

enum { SHORT_MEMBERS = 40000, LONG_REGIONS = 100, MEETINGS = 1000 };

/* The width of each region, and how many short ones there are: as much work on a large machine as
   on a small one. */
static int width, short_regions;
static pthread_barrier_t start, both;

static void compute(double seconds) {
  double end = omp_get_wtime() + seconds;
  while (omp_get_wtime() < end)
    ;
}

static void *many_short(void *unused) {
  pthread_barrier_wait(&start);
  long members = 0;
  for (int i = 0; i < short_regions; i++)
#pragma omp parallel num_threads(width) reduction(+ : members)
    members++;
  CHECK_INT(members, (long)short_regions * width);
  return unused;
}

static void *few_long(void *unused) {
  long members = 0;
  pthread_barrier_wait(&start);
  for (int i = 0; i < LONG_REGIONS; i++)
#pragma omp parallel num_threads(width) reduction(+ : members)
  {
    compute(300e-6);
    members++;
  }
  CHECK_INT(members, (long)LONG_REGIONS * width);
  return unused;
}

// Short regions with pauses and long ones among them: it comes and goes.
static void *changing(void *unused) {
  struct timespec pause = {0, 300000};
  pthread_barrier_wait(&start);
  for (int i = 0; i < short_regions; i++) {
    int members = 0;
#pragma omp parallel num_threads(width) reduction(+ : members)
    {
      if (i % 4000 == 0)
        compute(5e-3);
      members++;
    }
    CHECK_INT(members, width);
    if (i % 500 == 0)
      nanosleep(&pause, NULL);
  }
  return unused;
}

// Two such threads: a region of the one ends when one of the other has begun.
static void *meet(void *unused) {
  pthread_barrier_wait(&start);
  for (int i = 0; i < MEETINGS; i++) {
#pragma omp parallel num_threads(width)
#pragma omp master
    pthread_barrier_wait(&both);
  }
  return unused;
}

static void run(int masters, void *(*const bodies[])(void *)) {
  pthread_t threads[8];
  for (int i = 0; i < masters; i++)
    pthread_create(&threads[i], NULL, bodies[i % 4], NULL);
  for (int i = 0; i < masters; i++)
    pthread_join(threads[i], NULL);
}

int main(int argc, char **argv) {
  width = omp_get_num_procs() < 2 ? 2 : omp_get_num_procs();
  short_regions = SHORT_MEMBERS / width;
  if (argc > 1) {
    void *(*const bodies[])(void *) = {many_short, few_long, changing, meet};
    pthread_barrier_init(&start, NULL, atoi(argv[1]));
    pthread_barrier_init(&both, NULL, 2);
    run(atoi(argv[1]), bodies);
    return check_done();
  }
  read_account(argv[0], "8");
  // On fewer processors than it is told of, no region is short.
  if (getenv("FERROMP_PROCESSORS") == NULL)
    CHECK(gangs_of("\"many_short") > 0, "nobody took turns: %s", account);
  CHECK_INT(gangs_of("\"few_long"), 0);
  CHECK(gangs_of("\"meet") < MEETINGS, "%d of %d regions that wait for another were gangs", gangs_of("\"meet"), 2 * MEETINGS);
  read_account(argv[0], "1");
  CHECK_INT(gangs_of("\"many_short"), 0);
  return check_done();
}
