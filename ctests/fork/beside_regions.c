// The main thread forks while other native threads are anywhere in regions of their own.
//@ skip[libgomp]: the child hangs at its first region
//@ skip[libomp]: the child waits for threads that are not there
//@ timeout: 120
#include <pthread.h>

#include "child.h"

static int stop;

static void *master(void *size) {
  while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
    check_region((int)(long)size);
  return NULL;
}

int main(void) {
  pthread_t threads[2];
  for (long i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, master, (void *)(i + 2));
  for (int round = 0; round < 100; round++) {
    pid_t pid = fork();
    if (pid == 0) {
      check_region(3);
      check_region(1 + round % 4);
      child_exit();
    }
    if (round % 3 == 0)
      check_region(2);
    child_ended_well(pid);
  }
  __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < 2; i++)
    pthread_join(threads[i], NULL);
  check_region(4);
  return check_done();
}
