// Tasks that are left at the end of a region, or in a barrier, begin regions and generate tasks
// after those: the barrier waits for these too.
//@ skip[gcc libgomp]: 12 at times ends a region before tasks that its last tasks generate after a region of their own
#include <omp.h>
#include <unistd.h>

#include "check.h"

static int done;

static void later(void) {
#pragma omp task
  {
    usleep(200);
#pragma omp atomic
    done++;
  }
}

static void work(int threads) {
  int members = 0;
#pragma omp parallel num_threads(threads) shared(members)
  {
#pragma omp atomic
    members++;
    later();
  }
  CHECK_INT(members, threads);
  later();
}

int main(void) {
  omp_set_max_active_levels(3);
  for (int round = 0; round < 40; round++) {
    for (int threads = 1; threads <= 3; threads++) {
      for (int inner = 1; inner <= 2; inner++) {
        int expected = 2 * threads * (inner + 1);
        done = 0;
#pragma omp parallel num_threads(threads)
        {
#pragma omp task
          work(inner);
#pragma omp barrier
          CHECK_INT(done, expected / 2);
#pragma omp barrier
#pragma omp task
          {
            usleep(50);
            work(inner);
          }
        }
        CHECK_INT(done, expected);
      }
    }
  }
  return check_done();
}
