// Tasks that spin until one generated before them has set a flag, of two threads and more: as long
// as somebody begins the tasks in their order, all go on. The specification does not promise that,
// but both peers keep it, and programs with such pipelines exist.
#include <omp.h>
#include <sched.h>
#include <stdatomic.h>

#include "check.h"

enum { MOST = 700 };

static atomic_int is_done[MOST + 1];

static void compute(int steps) {
  for (volatile int i = 0; i < steps; i++)
    ;
}

static void pipeline(int threads, int tasks, int steps, int twice) {
  for (int i = 0; i <= tasks; i++)
    is_done[i] = i == 0;
#pragma omp parallel num_threads(threads)
#pragma omp single nowait
  {
    for (int i = 1; i <= tasks; i++) {
#pragma omp task firstprivate(i)
      {
        while (!is_done[i - 1])
          sched_yield();
        compute(steps);
        is_done[i] = 1;
      }
      if (twice && i == tasks / 2) {
#pragma omp taskwait
      }
    }
  }
  CHECK_INT(is_done[tasks], 1);
}

int main(void) {
  for (int threads = 2; threads <= 5; threads++)
    for (int tasks = 10; tasks <= MOST; tasks *= 4)
      for (int steps = 0; steps <= 2000; steps += 1000)
        for (int round = 0; round < 4; round++)
          pipeline(threads, tasks, steps, round % 2);
  return check_done();
}
