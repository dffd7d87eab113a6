// Each member runs a region's body once, also when the region ends with tasks that are done the
// moment a member comes to help.
#include <omp.h>

#include "check.h"

static void regions(int threads, int rounds) {
  for (int round = 0; round < rounds; round++) {
    int bodies = 0, tasks = 0;
#pragma omp parallel num_threads(threads) shared(bodies, tasks)
    {
#pragma omp atomic
      bodies++;
#pragma omp task shared(tasks)
      {
#pragma omp atomic
        tasks++;
      }
    }
    CHECK_INT(bodies, threads);
    CHECK_INT(tasks, threads);
  }
}

int main(void) {
  regions(2, 3000);
  for (int threads = 3; threads < 6; threads++)
    regions(threads, 400);
  return check_done();
}
