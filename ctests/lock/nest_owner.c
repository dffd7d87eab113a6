// In code by GCC a nest lock belongs to the task that set it, not to the thread: the primary
// thread's implicit task is another one than the task that met the region (OpenMP 5.2, 18.9).
//@ skip[libomp]: there nest locks belong to threads
//@ skip[clang]: in Clang's code they do so too: nest_owner_clang.c
#include <omp.h>

#include "check.h"

int main(void) {
  omp_nest_lock_t lock;
  omp_init_nest_lock(&lock);
  omp_set_nest_lock(&lock);
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_test_nest_lock(&lock), 0);
#pragma omp parallel if (0)
  CHECK_INT(omp_test_nest_lock(&lock), 0);
  CHECK_INT(omp_test_nest_lock(&lock), 2);
  omp_unset_nest_lock(&lock);
  omp_unset_nest_lock(&lock);
#pragma omp parallel num_threads(2)
  {
#pragma omp master
    CHECK_INT(omp_test_nest_lock(&lock), 1);
#pragma omp barrier
    int mine = omp_get_thread_num() == 0;
#pragma omp parallel num_threads(1)
    CHECK_INT(omp_test_nest_lock(&lock), 0);
    CHECK_INT(omp_test_nest_lock(&lock), mine ? 2 : 0);
#pragma omp barrier
    if (mine) {
      omp_unset_nest_lock(&lock);
      omp_unset_nest_lock(&lock);
    }
#pragma omp barrier
#pragma omp single
    {
      CHECK_INT(omp_test_nest_lock(&lock), 1);
      omp_unset_nest_lock(&lock);
    }
  }
  omp_destroy_nest_lock(&lock);
  return check_done();
}
