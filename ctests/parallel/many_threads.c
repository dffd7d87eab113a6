// 64 and 300 threads in one region, with barriers and a loop, on however few processors.
#include <omp.h>

#include "check.h"

static void region(int size) {
  int *seen = calloc(size, sizeof *seen);
  int members = 0, sum = 0;
#pragma omp parallel num_threads(size)
  {
    CHECK_INT(omp_get_num_threads(), size);
#pragma omp atomic
    seen[omp_get_thread_num()]++;
#pragma omp atomic
    members++;
#pragma omp barrier
    int now;
#pragma omp atomic read
    now = members;
    CHECK_INT(now, size);
#pragma omp for schedule(dynamic) reduction(+ : sum)
    for (int i = 0; i < 1000; i++)
      sum += i;
  }
  for (int number = 0; number < size; number++)
    CHECK_INT(seen[number], 1);
  CHECK_INT(sum, 499500);
  free(seen);
}

int main(void) {
  region(64);
  region(300);
  region(2);
  region(300);
  return check_done();
}
