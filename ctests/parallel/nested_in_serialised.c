// An active region below serialised ones: omp_get_level counts all, omp_get_active_level the active
// ones.
//@ env: OMP_MAX_ACTIVE_LEVELS=4
#include <omp.h>

#include "check.h"

int main(void) {
  int inners = 0;
#pragma omp parallel if (0)
#pragma omp parallel num_threads(2)
  {
    int a = omp_get_thread_num();
    int inner = 0;
#pragma omp parallel num_threads(1)
#pragma omp parallel num_threads(3) reduction(+ : inner)
    {
      inner++;
      CHECK_INT(omp_get_level(), 4);
      CHECK_INT(omp_get_active_level(), 2);
      CHECK_INT(omp_get_num_threads(), 3);
      CHECK_INT(omp_get_team_size(1), 1);
      CHECK_INT(omp_get_team_size(2), 2);
      CHECK_INT(omp_get_team_size(3), 1);
      CHECK_INT(omp_get_team_size(4), 3);
      CHECK_INT(omp_get_ancestor_thread_num(2), a);
      CHECK_INT(omp_get_ancestor_thread_num(3), 0);
    }
#pragma omp atomic
    inners += inner;
  }
  CHECK_INT(inners, 6);
  return check_done();
}
