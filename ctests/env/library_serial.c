// KMP_LIBRARY=serial and kmp_set_library: regions of one thread, whatever they ask for, until it is
// taken back.
//@ skip[gcc]: not in its header
//@ env: OMP_NUM_THREADS=3
//@ also: KMP_LIBRARY=serial
#include <omp.h>
#include <stdlib.h>

#include "check.h"

static int members(void) {
  int count = 0;
#pragma omp parallel reduction(+ : count)
  count++;
  return count;
}

static int members_of(int threads) {
  int count = 0;
#pragma omp parallel num_threads(threads) reduction(+ : count)
  count++;
  return count;
}

int main(void) {
  if (!getenv("KMP_LIBRARY"))
    kmp_set_library_serial();
  CHECK_INT(kmp_get_library(), 1);
  CHECK_INT(members(), 1);
  CHECK_INT(members_of(4), 1);
  omp_set_num_threads(2);
  CHECK_INT(members(), 1);

  kmp_set_library_throughput();
  CHECK_INT(kmp_get_library(), 3);
  CHECK_INT(members(), 3);
  CHECK_INT(members_of(4), 4);
  return check_done();
}
