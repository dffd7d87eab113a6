// The routines of threads and settings, outside a region and inside: what they say and whose
// setting they change.
#include <omp.h>

#include "check.h"

int main(void) {
  CHECK_INT(omp_get_num_threads(), 1);
  CHECK_INT(omp_get_thread_num(), 0);
  CHECK_INT(omp_in_parallel(), 0);
  CHECK_INT(omp_get_level(), 0);
  CHECK_INT(omp_get_active_level(), 0);
  CHECK_INT(omp_get_ancestor_thread_num(0), 0);
  CHECK_INT(omp_get_ancestor_thread_num(1), -1);
  CHECK_INT(omp_get_team_size(0), 1);
  CHECK_INT(omp_get_team_size(1), -1);
  CHECK_INT(omp_get_cancellation(), 0);
  CHECK_INT(omp_get_dynamic(), 0);
  CHECK(omp_get_num_procs() >= 1, "%d processors", omp_get_num_procs());
  CHECK_INT(omp_get_max_threads(), omp_get_num_procs());
  CHECK(omp_get_thread_limit() >= 1000, "the thread limit is %d", omp_get_thread_limit());

  omp_set_num_threads(7);
  CHECK_INT(omp_get_max_threads(), 7);
  omp_set_dynamic(1);
  CHECK_INT(omp_get_dynamic(), 1);
  omp_set_dynamic(0);
  CHECK_INT(omp_get_dynamic(), 0);
  omp_set_max_active_levels(3);
  CHECK_INT(omp_get_max_active_levels(), 3);
  // A negative value is ignored.
  omp_set_max_active_levels(-2);
  CHECK_INT(omp_get_max_active_levels(), 3);

#pragma omp parallel num_threads(4)
  {
    CHECK_INT(omp_get_max_threads(), 7);
    CHECK_INT(omp_get_max_active_levels(), 3);
    if (omp_get_thread_num() == 2) {
      omp_set_num_threads(2);
      omp_set_dynamic(1);
    }
#pragma omp barrier
    CHECK_INT(omp_get_max_threads(), omp_get_thread_num() == 2 ? 2 : 7);
    CHECK_INT(omp_get_dynamic(), omp_get_thread_num() == 2);
  }
  CHECK_INT(omp_get_max_threads(), 7);
  CHECK_INT(omp_get_dynamic(), 0);
  return check_done();
}
