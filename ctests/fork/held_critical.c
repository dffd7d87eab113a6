// A critical that another thread holds at the fork is free in the child; one that the forking
// thread holds stays its own.
//@ skip[libgomp]: the child waits for ever for a thread that it does not have
//@ skip[libomp]: the child waits for ever for a thread that it does not have
//@ timeout: 20
#include <omp.h>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include "check.h"
#include "child.h"

static sem_t inside, leave;
static int tried;

static void *hold(void *unused) {
#pragma omp critical
  {
#pragma omp critical(held_elsewhere)
    {
      sem_post(&inside);
      sem_wait(&leave);
    }
  }
  return unused;
}

static void *enter_own(void *unused) {
#pragma omp critical(held_by_forker)
  __atomic_store_n(&tried, 2, __ATOMIC_SEQ_CST);
  return unused;
}

static void take_what_others_held(void) {
  for (int round = 0; round < 3; round++) {
#pragma omp critical
    CHECK_INT(round >= 0, 1);
#pragma omp critical(held_elsewhere)
    CHECK_INT(round >= 0, 1);
  }
}

int main(void) {
  sem_init(&inside, 0, 0);
  sem_init(&leave, 0, 0);
  pthread_t holder;
  pthread_create(&holder, 0, hold, 0);
  sem_wait(&inside);

  pid_t child;
#pragma omp critical(held_by_forker)
  {
    child = fork();
    if (child == 0) {
      take_what_others_held();
      pthread_t other;
      pthread_create(&other, 0, enter_own, 0);
      usleep(50000);
      CHECK_INT(__atomic_exchange_n(&tried, 1, __ATOMIC_SEQ_CST), 0);
      pid_t grandchild = fork();
      if (grandchild == 0) {
        take_what_others_held();
        _exit(check_done());
      }
      child_ended_well(grandchild);
    }
  }
  if (child == 0) {
#pragma omp critical(held_by_forker)
    take_what_others_held();
    _exit(check_done());
  }
  child_ended_well(child);
  sem_post(&leave);
  pthread_join(holder, 0);
#pragma omp critical
  CHECK_INT(tried, 0);
  return check_done();
}
