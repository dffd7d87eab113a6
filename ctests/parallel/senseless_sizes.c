// num_threads of zero and below gives a team of some sane size, not a crash and not a million
// threads.
//@ skip[libgomp]: takes a negative number for four billion threads
//@ skip[gcc libomp]: takes a negative number for four billion threads
#include <limits.h>
#include <omp.h>
#include <sys/resource.h>

#include "check.h"

static void region(int size) {
  int members = 0, seen = 0;
#pragma omp parallel num_threads(size) reduction(+ : members) reduction(max : seen)
  {
    members++;
    seen = omp_get_num_threads();
  }
  CHECK(members >= 1 && members <= 4, "num_threads(%d) gave %d threads", size, members);
  CHECK_INT(seen, members);
}

int main(void) {
  // A runtime that gets this wrong is not to drown the machine.
  struct rlimit little = {1ul << 30, 1ul << 30};
  setrlimit(RLIMIT_AS, &little);
  omp_set_num_threads(4);
  region(0);
  region(-1);
  region(-1000);
  region(INT_MIN);
  omp_set_num_threads(0);
  CHECK(omp_get_max_threads() >= 1 && omp_get_max_threads() <= 4, "%d", omp_get_max_threads());
  omp_set_num_threads(-5);
  CHECK(omp_get_max_threads() >= 1 && omp_get_max_threads() <= 4, "%d", omp_get_max_threads());
#pragma omp parallel num_threads(3)
  CHECK_INT(omp_get_num_threads(), 3);
  return check_done();
}
