// Serialised regions count as levels, twelve deep, below an active region and outside one.
#include <omp.h>

#include "check.h"

enum { DEPTH = 12 };

/* team[l] and number[l] are what level l has to look like. */
static void descend(int level, int *team, int *number) {
#pragma omp parallel if (0)
  {
    int here = level + 1;
    team[here] = 1;
    number[here] = 0;
    CHECK_INT(omp_get_level(), here);
    CHECK_INT(omp_get_num_threads(), 1);
    CHECK_INT(omp_get_thread_num(), 0);
    for (int l = 0; l <= here; l++) {
      CHECK_INT(omp_get_team_size(l), team[l]);
      CHECK_INT(omp_get_ancestor_thread_num(l), number[l]);
    }
    if (here < DEPTH)
      descend(here, team, number);
    CHECK_INT(omp_get_level(), here);
  }
  CHECK_INT(omp_get_level(), level);
}

int main(void) {
  int team[DEPTH + 1] = {1}, number[DEPTH + 1] = {0};
  descend(0, team, number);
#pragma omp parallel num_threads(4)
  {
    int my_team[DEPTH + 1] = {1, omp_get_num_threads()}, my_number[DEPTH + 1] = {0, omp_get_thread_num()};
    descend(1, my_team, my_number);
    CHECK_INT(omp_get_thread_num(), my_number[1]);
    CHECK_INT(omp_get_active_level(), 1);
  }
  return check_done();
}
