// OMP_NUM_TEAMS and OMP_TEAMS_THREAD_LIMIT.
//@ env: OMP_NUM_TEAMS=2
//@ env: OMP_TEAMS_THREAD_LIMIT=3
//@ skip[gcc libomp]: lacks the node OMP_5.1
#include <omp.h>

#include "check.h"

static void region(int *teams) {
  int size = 0;
#pragma omp parallel num_threads(7)
#pragma omp single
  size = omp_get_num_threads();
  CHECK(size <= 3, "%d threads", size);
  __atomic_add_fetch(teams, 1, __ATOMIC_RELAXED);
}

int main(void) {
  CHECK_INT(omp_get_max_teams(), 2);
  CHECK_INT(omp_get_teams_thread_limit(), 3);
  int teams = 0;
#pragma omp teams shared(teams)
  region(&teams);
  CHECK_INT(teams, 2);
  omp_set_num_teams(1);
  CHECK_INT(omp_get_max_teams(), 1);
#pragma omp teams
  CHECK_INT(omp_get_num_teams(), 1);
  return check_done();
}
