// Constructs of the other compiler's code, met inside regions of this one's: one team, one order of
// constructs.
//@ skip[libgomp]: knows one ABI only
//@ skip[libomp]: knows too little of GCC's
//@ other-compiler: part.c
//@ preload
#include <omp.h>

#include "check.h"
#include "part.h"

enum { THREADS = 4, ROUNDS = 100, LENGTH = 30 };

int main(void) {
  int arrived = 0, singles = 0, theirs[LENGTH] = {0}, ours[LENGTH] = {0};
  int order[ROUNDS / 10 * LENGTH], ordered = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 1; round <= ROUNDS; round++) {
    __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
    part_barrier();
    CHECK_INT(__atomic_load_n(&arrived, __ATOMIC_RELAXED), THREADS * round);
    part_loop(theirs, LENGTH);
    CHECK_INT(theirs[LENGTH - 1], round);
#pragma omp for schedule(guided)
    for (int i = 0; i < LENGTH; i++)
      __atomic_add_fetch(&ours[i], 1, __ATOMIC_RELAXED);
    if (round % 10 == 0)
      part_ordered(order, &ordered, LENGTH);
    if (part_single())
      __atomic_add_fetch(&singles, 1, __ATOMIC_RELAXED);
#pragma omp single nowait
    __atomic_add_fetch(&singles, 1, __ATOMIC_RELAXED);
  }
  for (int i = 0; i < LENGTH; i++) {
    CHECK_INT(theirs[i], ROUNDS);
    CHECK_INT(ours[i], ROUNDS);
  }
  CHECK_INT(singles, 2 * ROUNDS);
  CHECK_INT(ordered, ROUNDS / 10 * LENGTH);
  for (int i = 0; i < ordered; i++)
    CHECK_INT(order[i], i % LENGTH);
  return check_done();
}
