// The runtime makes no thread before the first region that needs one, and none for a team of one.
//@ preload
#include "threads.h"

int main(void) {
  CHECK_INT(threads_now(), 1);
  omp_lock_t lock;
  omp_init_lock(&lock);
  omp_set_lock(&lock);
  omp_unset_lock(&lock);
  omp_set_num_threads(4);
  CHECK_INT(omp_get_max_threads(), 4);
  CHECK_INT(omp_get_num_procs() > 0, 1);
#pragma omp critical
  CHECK_INT(threads_now(), 1);
#pragma omp parallel num_threads(1)
  CHECK_INT(threads_now(), 1);
#pragma omp parallel if (0)
  CHECK_INT(threads_now(), 1);
#pragma omp parallel
#pragma omp master
  CHECK_INT(threads_now(), 4);
  return check_done();
}
