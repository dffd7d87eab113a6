// Threads whose teams grow and shrink between their regions, as a library's do that chooses the
// number of threads by the size of the problem: whatever the policy and the budget, all come to an
// end, though one thread of them opens no more regions after a while and only waits for the others.
//@ env[ferromp]: FERROMP_BUDGET=4
//@ also[ferromp]: FERROMP_BUDGET=3
//@ also[ferromp]: FERROMP_BUDGET=8
//@ also[ferromp]: FERROMP_ADMISSION=gang
//@ also[ferromp]: FERROMP_ADMISSION=hold
//@ also[ferromp]: FERROMP_ADMISSION=learned
//@ also[ferromp]: FERROMP_ADMISSION=kernel
#include <omp.h>
#include <pthread.h>

#include "check.h"

enum { MOST_MASTERS = 8 };

static struct {
  int masters, small, large, regions;
} const crowds[] = {{4, 2, 4, 12000}, {8, 2, 3, 3000}, {4, 2, 8, 1500}};

static int small, large;

static void compute(void) {
  for (volatile int k = 0; k < 300; k++)
    ;
}

// The size changes after four regions each.
static void *regions(void *argument) {
  for (int i = 0; i < *(const int *)argument; i++) {
    int size = i / 4 % 2 ? large : small, members = 0;
#pragma omp parallel num_threads(size) reduction(+ : members)
    {
      compute();
      members++;
    }
    CHECK_INT(members, size);
  }
  return NULL;
}

int main(void) {
  for (unsigned crowd = 0; crowd < sizeof crowds / sizeof *crowds; crowd++) {
    pthread_t threads[MOST_MASTERS];
    // At times a region takes the peers milliseconds; they only show that the program is right.
    int masters = crowds[crowd].masters, all = crowds[crowd].regions / (on_runtime("ferromp") ? 1 : 50);
    int few = all / 8;
    small = crowds[crowd].small, large = crowds[crowd].large;
    for (int i = 0; i < masters; i++)
      pthread_create(&threads[i], NULL, regions, &all);
    regions(&few);
    for (int i = 0; i < masters; i++)
      pthread_join(threads[i], NULL);
  }
  return check_done();
}
