// thread_limit and the variables of leagues: clauses go before variables, a team has its own limit
// and its own control variables.
//@ skip[gcc libomp]: lacks the node OMP_5.1
#include <omp.h>

#include "check.h"

static int size_of_region(int wanted) {
  int size = 0;
#pragma omp parallel num_threads(wanted)
#pragma omp single
  size = omp_get_num_threads();
  return size;
}

/* The bodies of the teams are functions, because the directive itself may contain little but other
   directives. */
static void limited_to_three(void) {
  CHECK_INT(omp_get_thread_limit(), 3);
  // libomp divides the processors among the teams first.
  if (!on_runtime("libomp"))
    CHECK_INT(size_of_region(3), 3);
  CHECK(size_of_region(8) <= 3, "8 threads in spite of the limit");
  // A team keeps its settings to itself.
  omp_set_num_threads(2 + omp_get_team_num());
}

static void clause(void) {
#pragma omp teams num_teams(2) thread_limit(3)
  limited_to_three();
  CHECK(omp_get_thread_limit() > 100, "limit %d outside of the league", omp_get_thread_limit());
}

static void limited_by_variables(int *teams) {
  CHECK(omp_get_num_teams() <= 2, "%d teams", omp_get_num_teams());
  CHECK_INT(omp_get_max_teams(), 2);
  CHECK_INT(omp_get_teams_thread_limit(), 4);
  // libomp applies the variable to regions without saying so.
  if (!on_runtime("libomp"))
    CHECK_INT(omp_get_thread_limit(), 4);
  __atomic_add_fetch(teams, 1, __ATOMIC_RELAXED);
}

static void limited_to_five(void) { CHECK_INT(omp_get_thread_limit(), 5); }

static void variables(void) {
  CHECK_INT(omp_get_max_teams(), 0);
  CHECK_INT(omp_get_teams_thread_limit(), 0);
  omp_set_num_teams(2);
  omp_set_teams_thread_limit(4);
  CHECK_INT(omp_get_max_teams(), 2);
  CHECK_INT(omp_get_teams_thread_limit(), 4);
  int teams = 0;
#pragma omp teams shared(teams)
  limited_by_variables(&teams);
  CHECK(teams >= 1 && teams <= 2, "%d teams ran", teams);
#pragma omp teams num_teams(1) thread_limit(5)
  limited_to_five();
  omp_set_num_teams(-3);
  omp_set_teams_thread_limit(-1);
  CHECK_INT(omp_get_max_teams(), 2);
  CHECK_INT(omp_get_teams_thread_limit(), 4);
}

static void check_variables(void) {
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
  CHECK_INT(kind, omp_sched_guided);
  CHECK_INT(chunk, 5);
  CHECK(omp_get_max_threads() >= 1 && omp_get_max_threads() <= 6, "max %d", omp_get_max_threads());
  int size = 0, max = omp_get_max_threads();
#pragma omp parallel
#pragma omp single
  size = omp_get_num_threads();
  // libomp's regions are smaller than it says.
  if (!on_runtime("libomp"))
    CHECK_INT(size, max < 4 ? max : 4);
  // libgomp's teams share their variables with the task that met them.
  if (!on_runtime("libgomp"))
    omp_set_schedule(omp_sched_static, 1);
  }

static void environment_of_teams(void) {
  omp_set_num_threads(6);
  omp_set_dynamic(0);
  omp_set_schedule(omp_sched_guided, 5);
#pragma omp teams num_teams(2)
  check_variables();
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
  CHECK_INT(kind, omp_sched_guided);
  CHECK_INT(omp_get_max_threads(), 6);
}

int main(void) {
  clause();
  variables();
  environment_of_teams();
  return check_done();
}
