// What is learned: regions whose threads wait for each other in the program's own code are admitted as a gang, since members that were
// held back are let go by the grace time only. So are those of regions whose primary thread computes for long, and they are given up as
// a gang again, since that makes them no shorter.
//@ skip[libgomp]: FERROMP_ADMISSION is ours
//@ skip[libomp]: FERROMP_ADMISSION is ours
//@ env: FERROMP_ADMISSION=learned
//@ env: FERROMP_BUDGET=1
//@ also: FERROMP_ADMISSION=hold
//@ also: FERROMP_ADMISSION=gang
#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { MASTERS = 3, REGIONS = 80 };

static void wait_for(int *word, int value) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) < value)
    sched_yield();
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
  for (int i = 0; i < MASTERS; i++)
    pthread_create(&threads[i], NULL, body, NULL);
  for (int i = 0; i < MASTERS; i++)
    pthread_join(threads[i], NULL);
}

static char text[20000];

// The account of the same program that runs as a child.
static void read_account(const char *program) {
  int out[2];
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    setenv("FERROMP_STATS", "json", 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", program, "again", (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  int got = 0;
  for (int more = 1; more > 0 && got < (int)sizeof text - 1; got += more)
    more = read(out[0], text + got, sizeof text - 1 - got);
  int status;
  waitpid(child, &status, 0);
  CHECK_INT(status, 0);
}

// How many regions of `function` were admitted as a gang.
static int gangs_of(const char *function) {
  char *at = strstr(text, function);
  char *number = at == NULL ? NULL : strstr(at, "\"gangs\":");
  CHECK(number != NULL, "nothing of %s in: %s", function, text);
  return number == NULL ? -1 : atoi(number + strlen("\"gangs\":"));
}

int main(int argc, char **argv) {
  if (argc > 1) {
    run(meet);
    run(compute);
    return 0;
  }
  read_account(argv[0]);
  int meeting = gangs_of("\"meet"), computing = gangs_of("\"compute"), all = MASTERS * REGIONS;
  if (strcmp(getenv("FERROMP_ADMISSION"), "hold") == 0) {
    CHECK_INT(meeting + computing, 0);
  } else if (strcmp(getenv("FERROMP_ADMISSION"), "gang") == 0) {
    // The first thread is alone for a while.
    CHECK(meeting > all / 2 && computing > all / 2, "%d and %d of %d were gangs", meeting, computing, all);
  } else {
    CHECK(meeting > all / 2, "only %d of %d regions whose threads meet were admitted as a gang", meeting, all);
    CHECK(computing > 0 && computing < all / 2, "%d of %d regions that compute for long were admitted as a gang", computing, all);
  }
  return check_done();
}
