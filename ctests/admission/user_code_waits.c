// Teams of several native threads whose members wait for each other in the program's own code: by
// handshakes as OpenBLAS's, a barrier of their own, a pipeline, and across teams. Whatever the
// policy, all come to an end, and soon.
//@ also[ferromp]: FERROMP_ADMISSION=kernel
//@ also[ferromp]: FERROMP_ADMISSION=hold
//@ also[ferromp]: FERROMP_ADMISSION=gang
//@ also[ferromp]: FERROMP_ADMISSION=learned
//@ timeout: 120
#include <omp.h>
#include <pthread.h>
#include <sched.h>

#include "check.h"

enum { SIZE = 3, ROUNDS = 6, MASTERS = 5 };

static void wait_until(int *word, int value) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) < value)
    sched_yield();
}

// Each member fills its part and waits until every other has taken it.
static void handshakes(void) {
  int filled[SIZE][SIZE] = {{0}}, taken = 0;
#pragma omp parallel num_threads(SIZE)
  {
    int own = omp_get_thread_num();
    for (int round = 1; round <= 3; round++) {
      for (int other = 0; other < SIZE; other++)
        __atomic_store_n(&filled[own][other], round, __ATOMIC_RELEASE);
      for (int other = 0; other < SIZE; other++)
        wait_until(&filled[other][own], round);
      __atomic_add_fetch(&taken, 1, __ATOMIC_ACQ_REL);
      wait_until(&taken, round * SIZE);
    }
  }
  CHECK_INT(taken, 3 * SIZE);
}

static void own_barrier(void) {
  int arrived = 0;
#pragma omp parallel num_threads(SIZE)
  {
    __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
    wait_until(&arrived, SIZE);
#pragma omp barrier
    __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
    wait_until(&arrived, 2 * SIZE);
  }
  CHECK_INT(arrived, 2 * SIZE);
}

// The last member begins: each hands on what it got from the one after it.
static void pipeline(void) {
  int stage[SIZE + 1] = {0};
  enum { ITEMS = 20 };
  stage[SIZE] = ITEMS;
#pragma omp parallel num_threads(SIZE)
  {
    int own = omp_get_thread_num();
    for (int item = 1; item <= ITEMS; item++) {
      wait_until(&stage[own + 1], item);
      __atomic_store_n(&stage[own], item, __ATOMIC_RELEASE);
    }
  }
  CHECK_INT(stage[0], ITEMS);
}

static int ping, pong;

// Two teams whose regions wait for each other: neither can end before the other has begun.
static void other_team(int first, int round) {
#pragma omp parallel num_threads(SIZE)
  {
    if (omp_get_thread_num() == SIZE - 1) {
      __atomic_add_fetch(first ? &ping : &pong, 1, __ATOMIC_ACQ_REL);
      wait_until(first ? &pong : &ping, round);
    }
  }
}

static void *master(void *argument) {
  long number = (long)argument;
  for (int round = 1; round <= ROUNDS; round++) {
    handshakes();
    own_barrier();
    pipeline();
    if (number < 2)
      other_team(number == 0, round);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[MASTERS];
  for (long i = 0; i < MASTERS; i++)
    pthread_create(&threads[i], NULL, master, (void *)i);
  for (int i = 0; i < MASTERS; i++)
    pthread_join(threads[i], NULL);
  CHECK_INT(ping, ROUNDS);
  CHECK_INT(pong, ROUNDS);
  return check_done();
}
