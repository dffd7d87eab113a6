// A target region on the host is an initial task of its own, at level 0, with the control variables
// that the environment gave; what the program set outside is untouched by it and untouched after
// it.
//@ skip[clang]: without a device Clang calls the region as a plain function
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ env: OMP_NUM_THREADS=3
//@ also: OMP_SCHEDULE=guided,5
#include <omp.h>

#include "check.h"

static int from_environment(void) {
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
  return chunk == (getenv("OMP_SCHEDULE") ? 5 : 1);
}

static void inside(int limit) {
  CHECK_INT(omp_get_level(), 0);
  CHECK_INT(omp_get_active_level(), 0);
  CHECK_INT(omp_in_parallel(), 0);
  CHECK_INT(omp_get_num_threads(), 1);
  CHECK_INT(omp_get_thread_num(), 0);
  CHECK_INT(omp_get_max_threads(), 3);
  CHECK_INT(omp_get_max_active_levels(), 1);
  CHECK_INT(omp_is_initial_device(), 1);
  CHECK(from_environment(), "the schedule is not the environment's");
  CHECK_INT(omp_get_thread_limit(), limit);

  int threads = 0;
#pragma omp parallel reduction(+ : threads)
  {
    threads++;
    CHECK_INT(omp_get_level(), 1);
    CHECK_INT(omp_get_ancestor_thread_num(0), 0);
    CHECK_INT(omp_get_team_size(0), 1);
  }
  CHECK_INT(threads, limit < 3 ? limit : 3);
  omp_set_num_threads(7);
}

static void outside(int level, int tid) {
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
  CHECK_INT(kind & 0x7fffffff, omp_sched_dynamic);
  CHECK_INT(chunk, 9);
  CHECK_INT(omp_get_max_active_levels(), 4);
  CHECK_INT(omp_get_level(), level);
  CHECK_INT(omp_get_thread_num(), tid);
  CHECK_INT(omp_get_max_threads(), 5);
}

int main(void) {
  omp_set_num_threads(5);
  omp_set_schedule(omp_sched_dynamic, 9);
  omp_set_max_active_levels(4);
  int no_limit = omp_get_thread_limit();
  for (int round = 0; round < 3; round++) {
#pragma omp target
    inside(no_limit);
    outside(0, 0);
#pragma omp target thread_limit(2)
    inside(2);
    outside(0, 0);
    int limit = 1;
#pragma omp target thread_limit(limit)
    inside(1);
    outside(0, 0);
  }
#pragma omp parallel num_threads(2)
  {
    int tid = omp_get_thread_num();
    CHECK_INT(omp_get_num_threads(), 2);
#pragma omp target
    inside(no_limit);
    outside(1, tid);
#pragma omp barrier
    CHECK_INT(omp_get_num_threads(), 2);
  }
  return check_done();
}
