// One producer of ten million tasks, which the others cannot keep up with: memory stays bounded.
// Also from all threads.
//@ timeout: 300
#include <omp.h>
#include <stdio.h>

#include "check.h"

enum { TASKS = 10000000, MOST_MEGABYTES = 64 };

static long kilobytes(const char *field) {
  char line[200];
  long value = -1;
  FILE *status = fopen("/proc/self/status", "r");
  while (status != NULL && fgets(line, sizeof line, status) != NULL)
    if (strncmp(line, field, strlen(field)) == 0)
      value = atol(line + strlen(field) + 1);
  if (status != NULL)
    fclose(status);
  return value;
}

int main(void) {
  long sum[4][16] = {{0}};
  /* The teams' own memory is not the point. */
#pragma omp parallel num_threads(4)
  __atomic_store_n(&sum[0][0], 0, __ATOMIC_RELAXED);
  long before = kilobytes("VmHWM");
#pragma omp parallel num_threads(4)
#pragma omp single
  for (int i = 0; i < TASKS; i++) {
#pragma omp task
    sum[omp_get_thread_num()][0]++;
  }
  CHECK_INT(sum[0][0] + sum[1][0] + sum[2][0] + sum[3][0], TASKS);
  long after = kilobytes("VmHWM");
  CHECK(before > 0 && after - before < MOST_MEGABYTES * 1024, "%ld kB more", after - before);
  memset(sum, 0, sizeof sum);
#pragma omp parallel num_threads(4)
  for (int i = 0; i < TASKS / 20; i++) {
#pragma omp task firstprivate(i)
    sum[omp_get_thread_num()][0] += i & 1;
  }
  CHECK_INT(sum[0][0] + sum[1][0] + sum[2][0] + sum[3][0], 4 * (TASKS / 40));
  after = kilobytes("VmHWM");
  CHECK(after - before < MOST_MEGABYTES * 1024, "%ld kB more", after - before);
  return check_done();
}
