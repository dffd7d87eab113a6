// Several native threads make the process's first OpenMP calls at once, and one of them forks
// inside its first region.
//@ skip[libgomp]: children hang at their first barrier
//@ skip[libomp]: children wait for members that are not there
//@ timeout: 120
#include <omp.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { PROCESSES = 60, MASTERS = 4 };

static pthread_barrier_t start;

static void *master(void *forks) {
  pthread_barrier_wait(&start);
#pragma omp parallel num_threads(2)
  if (forks && omp_get_thread_num() == 1) {
    pid_t pid = fork();
    if (pid == 0) {
      alarm(20);
#pragma omp barrier
      _exit(omp_get_num_threads() == 1 ? 0 : 1);
    }
    int status;
    waitpid(pid, &status, 0);
    CHECK_INT(status, 0);
  }
  return NULL;
}

int main(void) {
  for (int process = 0; process < PROCESSES; process++) {
    // Forked before any OpenMP call: its runtime starts anew.
    pid_t pid = fork();
    if (pid == 0) {
      pthread_t masters[MASTERS];
      pthread_barrier_init(&start, NULL, MASTERS);
      for (long i = 0; i < MASTERS; i++)
        pthread_create(&masters[i], NULL, master, (void *)(i % 2));
      for (int i = 0; i < MASTERS; i++)
        pthread_join(masters[i], NULL);
      _exit(check_done());
    }
    int status;
    waitpid(pid, &status, 0);
    CHECK_INT(status, 0);
  }
  return check_done();
}
