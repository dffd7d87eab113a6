// A fork inside of a team: the child goes on alone with its team, and has leagues of its own.
//@ skip[libgomp]: a child of its hangs in the next region
//@ skip[libomp]: a child that its worker forks does
#include "child.h"

static void small_league(void) {
  int teams = 0;
#pragma omp teams num_teams(4) shared(teams)
  {
#pragma omp parallel num_threads(2)
#pragma omp atomic
    teams++;
  }
  CHECK(teams >= 1, "%d members", teams);
}

int main(void) {
  small_league();
  for (int round = 0; round < 20; round++) {
    pid_t pid = fork();
    if (pid == 0) {
      small_league();
      _exit(check_done());
    }
    child_ended_well(pid);
#pragma omp teams num_teams(3)
    {
      pid_t inner = fork();
      if (inner == 0) {
        int members = 0;
#pragma omp parallel num_threads(2) reduction(+ : members)
        members++;
        CHECK_INT(members, 2);
        CHECK(omp_get_team_num() < omp_get_num_teams(), "team %d", omp_get_team_num());
        _exit(check_done());
      }
      child_ended_well(inner);
    }
  }
  small_league();
  return check_done();
}
