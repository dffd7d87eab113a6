// A task gets what it has set, and the setting stays in its data environment.
#include <limits.h>
#include <omp.h>

#include "check.h"

static void check_numbers(void) {
  omp_set_num_threads(5);
  CHECK_INT(omp_get_max_threads(), 5);
  omp_set_num_threads(0);
  CHECK_INT(omp_get_max_threads(), 1);
  omp_set_num_threads(-3);
  CHECK_INT(omp_get_max_threads(), 1);
  omp_set_num_threads(3);

  omp_set_dynamic(7);
  CHECK_INT(omp_get_dynamic(), 1);
  omp_set_dynamic(0);
  CHECK_INT(omp_get_dynamic(), 0);

  omp_set_max_active_levels(7);
  CHECK_INT(omp_get_max_active_levels(), 7);
  omp_set_max_active_levels(-1);
  CHECK_INT(omp_get_max_active_levels(), 7);
  omp_set_max_active_levels(0);
  CHECK_INT(omp_get_max_active_levels(), 0);

  CHECK_INT(omp_get_thread_limit(), INT_MAX);
  CHECK_INT(omp_get_cancellation(), 0);
  CHECK_INT(omp_get_max_task_priority(), 0);
  CHECK_INT(omp_get_num_devices(), 0);
  CHECK_INT(omp_get_initial_device(), 0);
  CHECK_INT(omp_is_initial_device(), 1);
  CHECK_INT(omp_get_default_device(), 0);
  omp_set_default_device(3);
  CHECK_INT(omp_get_default_device(), 3);
  omp_set_default_device(0);
}

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void check_nested(void) {
  omp_set_max_active_levels(1);
  CHECK_INT(omp_get_nested(), 0);
  omp_set_nested(1);
  CHECK(omp_get_max_active_levels() >= 255, "%d", omp_get_max_active_levels());
  CHECK_INT(omp_get_nested(), 1);
  omp_set_nested(0);
  CHECK_INT(omp_get_max_active_levels(), 1);
  CHECK_INT(omp_get_nested(), 0);
  omp_set_max_active_levels(2);
  CHECK_INT(omp_get_nested(), 1);
}

/* One member changes its variables: the others keep theirs, and so does the task that began the
   region. */
static void check_data_environments(void) {
  omp_set_num_threads(3);
  omp_set_max_active_levels(4);
  omp_set_dynamic(0);
  omp_set_schedule(omp_sched_guided, 6);
#pragma omp parallel num_threads(2)
  {
    omp_sched_t kind;
    int chunk;
    if (omp_get_thread_num() == 1) {
      omp_set_num_threads(9);
      omp_set_max_active_levels(1);
      omp_set_dynamic(1);
      omp_set_schedule(omp_sched_static, 2);
    }
#pragma omp barrier
    int changed = omp_get_thread_num() == 1;
    omp_get_schedule(&kind, &chunk);
    CHECK_INT(omp_get_max_threads(), changed ? 9 : 3);
    CHECK_INT(omp_get_max_active_levels(), changed ? 1 : 4);
    CHECK_INT(omp_get_dynamic(), changed);
    CHECK_INT(kind, changed ? omp_sched_static : omp_sched_guided);
    CHECK_INT(chunk, changed ? 2 : 6);
  }
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(omp_get_max_active_levels(), 4);
  CHECK_INT(omp_get_dynamic(), 0);
}

int main(void) {
  check_numbers();
  check_nested();
  check_data_environments();
  return check_done();
}
