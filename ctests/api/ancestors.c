// Every level between the initial one and the innermost answers with its number and size, all
// others with -1.
#include <omp.h>

#include "check.h"

static void check_out_of_range(int level) {
  CHECK_INT(omp_get_level(), level);
  for (int distance = 1; distance < 4; distance++) {
    CHECK_INT(omp_get_ancestor_thread_num(-distance), -1);
    CHECK_INT(omp_get_team_size(-distance), -1);
    CHECK_INT(omp_get_ancestor_thread_num(level + distance), -1);
    CHECK_INT(omp_get_team_size(level + distance), -1);
  }
  CHECK_INT(omp_get_ancestor_thread_num(0), 0);
  CHECK_INT(omp_get_team_size(0), 1);
  CHECK_INT(omp_get_ancestor_thread_num(level), omp_get_thread_num());
  CHECK_INT(omp_get_team_size(level), omp_get_num_threads());
}

int main(void) {
  check_out_of_range(0);
  CHECK_INT(omp_in_parallel(), 0);
  CHECK_INT(omp_get_active_level(), 0);
  omp_set_max_active_levels(3);
#pragma omp parallel num_threads(2)
  {
    int outer = omp_get_thread_num();
    check_out_of_range(1);
#pragma omp parallel num_threads(1)
    {
      check_out_of_range(2);
      CHECK_INT(omp_get_active_level(), 1);
#pragma omp parallel num_threads(3)
      {
        check_out_of_range(3);
        CHECK_INT(omp_get_active_level(), 2);
        CHECK_INT(omp_get_ancestor_thread_num(1), outer);
        CHECK_INT(omp_get_ancestor_thread_num(2), 0);
        CHECK_INT(omp_get_team_size(1), 2);
        CHECK_INT(omp_get_team_size(2), 1);
        CHECK_INT(omp_in_parallel(), 1);
      }
    }
  }
#pragma omp parallel num_threads(1)
  {
    check_out_of_range(1);
    CHECK_INT(omp_in_parallel(), 0);
  }
  return check_done();
}
