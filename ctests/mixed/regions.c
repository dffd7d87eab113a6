// Regions of both compilers' code inside each other, and in turn: one pool of threads, one set of
// levels and settings.
//@ skip[libgomp]: knows one ABI only
//@ skip[libomp]: knows too little of GCC's
//@ other-compiler: part.c
//@ env: OMP_MAX_ACTIVE_LEVELS=3
#include "part.h"
#include "threads.h"

static void inside(void *seen) {
  CHECK_INT(omp_get_num_threads(), 3);
  CHECK_INT(omp_get_level(), 1);
  __atomic_add_fetch((int *)seen, 1, __ATOMIC_RELAXED);
  // This compiler's construct in the other's region.
#pragma omp for schedule(dynamic)
  for (int i = 0; i < 20; i++)
    __atomic_add_fetch((int *)seen, 1, __ATOMIC_RELAXED);
#pragma omp barrier
  int members = 0;
#pragma omp parallel num_threads(2) reduction(+ : members)
  {
    members++;
    CHECK_INT(omp_get_level(), 2);
    CHECK_INT(omp_get_team_size(1), 3);
  }
  CHECK_INT(members, 2);
}

int main(void) {
  for (int round = 0; round < 50; round++) {
    CHECK_INT(part_region(4), 4);
#pragma omp parallel num_threads(4)
    CHECK_INT(omp_get_num_threads(), 4);
  }
  CHECK_INT(threads_now(), 4);
  int seen = 0;
  CHECK_INT(part_calls(3, inside, &seen), 3);
  CHECK_INT(seen, 23);
#pragma omp parallel num_threads(2)
  {
    CHECK_INT(part_region(3), 3);
    CHECK_INT(omp_get_level(), 1);
  }
  return check_done();
}
