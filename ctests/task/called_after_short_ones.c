// Threads that were woken for many short tasks in vain still come for one that nobody else runs.
//@ also: OMP_WAIT_POLICY=passive
#include <omp.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static atomic_int ran_by = -1;

int main(void) {
  for (int round = 0; round < 3; round++) {
    long done = 0;
#pragma omp parallel num_threads(4)
#pragma omp single
    {
      for (int i = 0; i < 2000; i++) {
#pragma omp task shared(done)
        done++;
#pragma omp taskwait
      }
      ran_by = -1;
#pragma omp task
      ran_by = omp_get_thread_num();
      time_t end = time(NULL) + 10;
      while (ran_by < 0 && time(NULL) < end) usleep(100);
      CHECK(ran_by >= 0 && ran_by != omp_get_thread_num(), "thread %d ran the task of thread %d", ran_by, omp_get_thread_num());
    }
    CHECK_INT(done, 2000);
  }
  return check_done();
}
