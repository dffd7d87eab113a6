// Teams inside of target regions on the host, also of several threads at once.
//@ skip[libomp]: the runtime itself has no target constructs
//@ skip[clang]: needs libomptarget
#include <omp.h>

#include "check.h"

static void team_of(int teams, int limit, int *ran, int *total) {
  CHECK_INT(omp_get_num_teams(), teams);
  CHECK_INT(omp_get_thread_limit(), limit);
  CHECK_INT(omp_get_level(), 0);
  __atomic_add_fetch(ran, 1 << omp_get_team_num(), __ATOMIC_RELAXED);
#pragma omp parallel num_threads(2)
  __atomic_add_fetch(total, 1, __ATOMIC_RELAXED);
}

static void league(int teams, int limit) {
  int ran = 0, total = 0;
#pragma omp target teams num_teams(teams) thread_limit(limit) map(tofrom : ran, total)
  team_of(teams, limit, &ran, &total);
  CHECK_INT(ran, (1 << teams) - 1);
  CHECK_INT(total, teams * (limit < 2 ? 1 : 2));
}

int main(void) {
  for (int teams = 1; teams < 6; teams++)
    for (int limit = 1; limit < 4; limit++) league(teams, limit);
  long sum = 0;
#pragma omp target teams distribute parallel for num_teams(3) reduction(+ : sum) map(tofrom : sum)
  for (int i = 0; i < 1000; i++) sum += i;
  CHECK_INT(sum, 499500);
  int alone = 0;
#pragma omp target map(tofrom : alone)
  alone = omp_get_num_teams() == 1 && omp_get_team_num() == 0;
  CHECK_INT(alone, 1);
#pragma omp parallel num_threads(3)
  league(2, 2);
  CHECK_INT(omp_get_num_teams(), 1);
  return check_done();
}
