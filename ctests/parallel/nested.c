// Three active levels: sizes, numbers and ancestors are right at each, and every thread is there
// once.
//@ env: OMP_MAX_ACTIVE_LEVELS=3
//@ preload
#include <omp.h>

#include "check.h"

enum { OUTER = 2, MIDDLE = 3, INNER = 4 };

static int seen[OUTER][MIDDLE][INNER];

static void inner(int a, int b) {
#pragma omp parallel num_threads(INNER)
  {
    int c = omp_get_thread_num();
    CHECK_INT(omp_get_level(), 3);
    CHECK_INT(omp_get_active_level(), 3);
    CHECK_INT(omp_get_num_threads(), INNER);
    CHECK_INT(omp_get_team_size(0), 1);
    CHECK_INT(omp_get_team_size(1), OUTER);
    CHECK_INT(omp_get_team_size(2), MIDDLE);
    CHECK_INT(omp_get_team_size(3), INNER);
    CHECK_INT(omp_get_ancestor_thread_num(0), 0);
    CHECK_INT(omp_get_ancestor_thread_num(1), a);
    CHECK_INT(omp_get_ancestor_thread_num(2), b);
    CHECK_INT(omp_get_ancestor_thread_num(3), c);
    CHECK_INT(omp_get_ancestor_thread_num(4), -1);
    CHECK_INT(omp_get_ancestor_thread_num(-1), -1);
    CHECK_INT(omp_get_team_size(4), -1);
    CHECK_INT(omp_get_team_size(-1), -1);
#pragma omp atomic
    seen[a][b][c]++;
#pragma omp barrier
    // A fourth level is serialised: one level more, not one active level more.
#pragma omp parallel num_threads(2)
    {
      CHECK_INT(omp_get_num_threads(), 1);
      CHECK_INT(omp_get_level(), 4);
      CHECK_INT(omp_get_active_level(), 3);
      CHECK_INT(omp_get_ancestor_thread_num(3), c);
      CHECK_INT(omp_get_ancestor_thread_num(4), 0);
    }
    CHECK_INT(omp_get_thread_num(), c);
  }
}

int main(void) {
  enum { ROUNDS = 5 };
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp parallel num_threads(OUTER)
    {
      int a = omp_get_thread_num();
#pragma omp parallel num_threads(MIDDLE)
      {
        int b = omp_get_thread_num();
        inner(a, b);
        CHECK_INT(omp_get_level(), 2);
        CHECK_INT(omp_get_thread_num(), b);
      }
      CHECK_INT(omp_get_level(), 1);
      CHECK_INT(omp_get_thread_num(), a);
      CHECK_INT(omp_get_num_threads(), OUTER);
    }
  }
  for (int a = 0; a < OUTER; a++)
    for (int b = 0; b < MIDDLE; b++)
      for (int c = 0; c < INNER; c++)
        CHECK_INT(seen[a][b][c], ROUNDS);
  return check_done();
}
