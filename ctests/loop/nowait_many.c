// A slow thread leaves hundreds of nowait loops in flight; each is still complete, and none mixes
// with another.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { LOOPS = 300, LENGTH = 40, THREADS = 4 };

static unsigned char times[3][LOOPS][LENGTH];

int main(void) {
#pragma omp parallel num_threads(THREADS)
  {
    if (omp_get_thread_num() == 1)
      usleep(100000);
    for (int l = 0; l < LOOPS; l++) {
#pragma omp for schedule(dynamic) nowait
      for (int i = 0; i < LENGTH; i++) {
#pragma omp atomic
        times[0][l][i]++;
      }
#pragma omp for schedule(guided) nowait
      for (unsigned long long i = 0; i < LENGTH; i++) {
#pragma omp atomic
        times[1][l][i]++;
      }
#pragma omp for schedule(static, 3) nowait
      for (int i = 0; i < LENGTH; i++) {
#pragma omp atomic
        times[2][l][i]++;
      }
    }
  }
  for (int kind = 0; kind < 3; kind++)
    for (int l = 0; l < LOOPS; l++)
      for (int i = 0; i < LENGTH; i++)
        CHECK(times[kind][l][i] == 1, "kind %d, loop %d, iteration %d ran %d times", kind, l, i, times[kind][l][i]);
  return check_done();
}
