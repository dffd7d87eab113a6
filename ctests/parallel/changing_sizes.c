// Team sizes change over thousands of regions; each region is complete and sees what the one before
// wrote.
#include <omp.h>

#include "check.h"

enum { REGIONS = 3000, MOST = 8 };

int main(void) {
  static int slot[MOST];
  unsigned random = 1;
  for (int region = 1; region <= REGIONS; region++) {
    random = random * 1103515245 + 12345;
    int size = 1 + (random >> 16) % MOST;
    int members = 0;
#pragma omp parallel num_threads(size) reduction(+ : members)
    {
      members++;
      slot[omp_get_thread_num()] = region;
      CHECK_INT(omp_get_num_threads(), size);
    }
    CHECK_INT(members, size);
    for (int number = 0; number < size; number++)
      CHECK(slot[number] == region, "thread %d of region %d wrote %d", number, region, slot[number]);
  }
  return check_done();
}
