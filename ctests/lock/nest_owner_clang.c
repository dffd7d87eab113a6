// In code by Clang a nest lock belongs to the thread that set it, as in libomp: a region's primary
// thread may set again what it set before, and a task may set what its generator has set.
//@ skip[gcc]: in GCC's code it belongs to the task: nest_owner.c
#include <omp.h>

#include "check.h"

static omp_nest_lock_t lock;

static void check_tasks(int threads) {
#pragma omp parallel num_threads(threads)
#pragma omp single
  {
    int thread = omp_get_thread_num();
    omp_set_nest_lock(&lock);
#pragma omp task if (0)
    {
      omp_set_nest_lock(&lock);
      omp_unset_nest_lock(&lock);
    }
    for (int i = 0; i < 4; i++) {
#pragma omp task
      {
        int count = omp_test_nest_lock(&lock), mine = omp_get_thread_num() == thread;
        CHECK(count == (mine ? 2 : 0), "count %d in a task of thread %d", count, omp_get_thread_num());
        if (count > 0)
          omp_unset_nest_lock(&lock);
      }
    }
#pragma omp taskwait
    omp_unset_nest_lock(&lock);
  }
}

int main(void) {
  omp_init_nest_lock(&lock);
  omp_set_nest_lock(&lock);
#pragma omp parallel num_threads(4)
  {
    int count = omp_test_nest_lock(&lock);
    CHECK_INT(count, omp_get_thread_num() == 0 ? 2 : 0);
#pragma omp barrier
#pragma omp master
    omp_unset_nest_lock(&lock);
  }
#pragma omp parallel if (0)
  {
    omp_set_nest_lock(&lock);
    omp_unset_nest_lock(&lock);
  }
  CHECK_INT(omp_test_nest_lock(&lock), 2);
  omp_unset_nest_lock(&lock);
  omp_unset_nest_lock(&lock);
  for (int threads = 1; threads <= 3; threads++)
    check_tasks(threads);
  omp_destroy_nest_lock(&lock);
  return check_done();
}
