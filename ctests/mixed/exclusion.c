// Locks exclude across compilers, and each compiler's criticals among the threads of any team.
//@ skip[libgomp]: knows one ABI only
//@ skip[libomp]: knows too little of GCC's
//@ other-compiler: part.c
#include <omp.h>

#include "check.h"
#include "part.h"

enum { THREADS = 4, ROUNDS = 2000 };

int main(void) {
  // Room for the larger of the two headers' types.
  union {
    omp_lock_t lock;
    unsigned long long room;
  } shared;
  int locked = 0, named = 0, unnamed = 0, ours = 0;
  omp_init_lock(&shared.lock);
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
    if (round % 2 == 0) {
      omp_set_lock(&shared.lock);
      locked++;
      part_unset_lock(&shared.lock);
    } else {
      part_set_lock(&shared.lock);
      locked++;
      omp_unset_lock(&shared.lock);
    }
    part_critical(&unnamed);
    part_named_critical(&named);
#pragma omp critical
    ours++;
  }
  omp_destroy_lock(&shared.lock);
  CHECK_INT(locked, THREADS * ROUNDS);
  CHECK_INT(named, THREADS * ROUNDS);
  CHECK_INT(unnamed, THREADS * ROUNDS);
  CHECK_INT(ours, THREADS * ROUNDS);
  return check_done();
}
