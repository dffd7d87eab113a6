// The API reports and a region delivers what the environment asks for.
//@ env: OMP_NUM_THREADS= 3 , 2
//@ env: OMP_SCHEDULE=guided,4
//@ env: OMP_MAX_ACTIVE_LEVELS=5
//@ env: OMP_THREAD_LIMIT=9
//@ env: OMP_DYNAMIC=true
#include <omp.h>

#include "check.h"

int main(void) {
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
  CHECK_INT(kind & 0xff, omp_sched_guided);
  CHECK_INT(chunk, 4);
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(omp_get_max_active_levels(), 5);
  CHECK_INT(omp_get_thread_limit(), 9);
  CHECK_INT(omp_get_dynamic(), 1);
  omp_set_dynamic(0);
#pragma omp parallel
  {
    CHECK_INT(omp_get_num_threads(), 3);
    CHECK_INT(omp_get_max_threads(), 2);
#pragma omp parallel
    CHECK_INT(omp_get_num_threads(), 2);
  }
  return check_done();
}
