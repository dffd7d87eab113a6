// Waiting at a barrier for long costs no processor time once the spinning is over.
//@ env: OMP_WAIT_POLICY=passive
#include <omp.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

int main(void) {
#pragma omp parallel num_threads(4)
  {
#pragma omp barrier
    if (omp_get_thread_num() == 0)
      usleep(600000);
#pragma omp barrier
  }
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  double seconds = used.tv_sec + used.tv_nsec / 1e9;
  CHECK(seconds < 0.3, "%g s of processor time in 0.6 s of waiting", seconds);
  return check_done();
}
