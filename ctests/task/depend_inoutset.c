// inoutset: side by side with each other, ordered against all other kinds.
//@ skip[gcc]: gcc 12 does not know the kind; see depend_by_hand.c
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { SET = 4, ROUNDS = 20 };

static void sets(void) {
  int x = 0, in_set = 0, readers = 0, done = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < SET; i++) {
#pragma omp task shared(x, in_set, readers, done) depend(inoutset : x)
      {
        int others;
#pragma omp atomic
        in_set++;
#pragma omp atomic read
        others = readers;
        CHECK_INT(others, 0);
#pragma omp atomic
        done++;
        if (i == 1)
          usleep(20);
#pragma omp atomic
        in_set--;
      }
    }
    for (int i = 0; i < SET; i++) {
#pragma omp task shared(x, in_set, readers, done) depend(in : x)
      {
        int others;
#pragma omp atomic
        readers++;
#pragma omp atomic read
        others = in_set;
        CHECK_INT(others, 0);
#pragma omp atomic read
        others = done;
        CHECK_INT(others, (round + 1) * SET);
#pragma omp atomic
        readers--;
      }
    }
#pragma omp task shared(in_set, readers) depend(inoutset : x)
    {
      int others;
#pragma omp atomic read
      others = readers;
      CHECK_INT(others, 0);
    }
#pragma omp task shared(in_set, readers) depend(inout : x)
    {
      CHECK_INT(in_set, 0);
      CHECK_INT(readers, 0);
    }
  }
#pragma omp taskwait
  CHECK_INT(done, ROUNDS * SET);
}

/* Two of a set wait for each other: they run at the same time. */
static void together(void) {
  int x = 0, here = 0;
  for (int i = 0; i < 2; i++) {
#pragma omp task shared(here) depend(inoutset : x)
    {
      int now = 0;
#pragma omp atomic
      here++;
      while (now < 2) {
#pragma omp atomic read
        now = here;
      }
    }
  }
#pragma omp taskwait
  CHECK_INT(here, 2);
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    {
      sets();
      if (threads > 1)
        together();
    }
  }
  return check_done();
}
