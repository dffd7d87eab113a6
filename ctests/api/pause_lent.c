// Pausing right after workers were left over that nested regions could have used: they may not have
// noticed yet. None of those that end is taken for one that can still be had.
#include <omp.h>

#include "check.h"

static void region(int size) {
  int members = 0;
#pragma omp parallel num_threads(size)
#pragma omp atomic
  members++;
  CHECK_INT(members, size);
}

int main(void) {
  omp_set_max_active_levels(2);
  for (int round = 0; round < 400; round++) {
    region(8);
    region(2);
    CHECK_INT(omp_pause_resource_all(omp_pause_soft), 0);
  }
  return check_done();
}
