// A thread that opens its first region takes over the team of one that has ended as it is: the same
// members under the same numbers.
//@ skip[libgomp]: ends the workers with their thread
//@ skip[libomp]: does not keep teams of ended threads
#define _GNU_SOURCE
#include <omp.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

enum { SIZE = 6 };

static long members[2][SIZE];

/* Twice: once has nothing to say of where the workers were. */
static void *native(void *where) {
  for (int round = 0; round < 2; round++) {
#pragma omp parallel num_threads(SIZE)
    ((long *)where)[omp_get_thread_num()] = syscall(SYS_gettid);
  }
  return NULL;
}

int main(void) {
  for (int thread = 0; thread < 20; thread++) {
    pthread_t id;
    pthread_create(&id, NULL, native, members[thread % 2]);
    pthread_join(id, NULL);
    for (int i = 1; i < SIZE && thread > 0; i++)
      CHECK_INT(members[1][i], members[0][i]);
  }
  return check_done();
}
