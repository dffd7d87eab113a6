// omp_get_wtime runs with the wall clock and never backwards; omp_get_wtick is its step.
#include <omp.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

int main(void) {
  double tick = omp_get_wtick();
  CHECK(tick > 0 && tick <= 0.01, "a tick of %g s", tick);
  double start = omp_get_wtime();
  usleep(50000);
  double passed = omp_get_wtime() - start;
  CHECK(passed >= 0.05 - tick && passed < 20, "%g s passed in a sleep of 0.05 s", passed);
#pragma omp parallel num_threads(4)
  {
    double last = omp_get_wtime();
    for (int i = 0; i < 10000; i++) {
      double now = omp_get_wtime();
      CHECK(now >= last, "from %.9f back to %.9f", last, now);
      last = now;
    }
  }
  return check_done();
}
