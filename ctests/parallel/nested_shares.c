// Nested teams that nobody asked for by name share the budget, each level what the one above
// leaves; what omp_get_max_threads says in a task, its regions have.
//@ skip[libgomp]: FERROMP_BUDGET is ours
//@ skip[libomp]: FERROMP_BUDGET is ours
//@ env: FERROMP_BUDGET=12
//@ also: OMP_MAX_ACTIVE_LEVELS=3
//@ also: OMP_MAX_ACTIVE_LEVELS=1
//@ also: OMP_NUM_THREADS=3,2
#include <omp.h>

#include "check.h"

static int team(void) {
  int members = 0;
#pragma omp parallel reduction(+ : members)
  members++;
  return members;
}

// A team of two, in it teams of three: what each level is told, and gets.
static void check_levels(int whole, int in_two, int in_six) {
  CHECK_INT(omp_get_max_threads(), whole);
  CHECK_INT(team(), whole);
#pragma omp parallel num_threads(2)
  {
    CHECK_INT(omp_get_max_threads(), in_two);
    CHECK_INT(team(), in_two);
    CHECK_INT(team(), in_two);
#pragma omp parallel num_threads(3)
    {
      CHECK_INT(omp_get_max_threads(), in_six);
      CHECK_INT(team(), in_six);
    }
    // One's own number goes before the share, and deeper levels get it too.
    omp_set_num_threads(4);
    CHECK_INT(omp_get_max_threads(), 4);
    CHECK_INT(team(), 4);
#pragma omp parallel num_threads(2)
    CHECK_INT(omp_get_max_threads(), 4);
  }
  // A team that takes all leaves one for each.
#pragma omp parallel
  CHECK_INT(team(), whole == 12 ? 1 : 2);
  // A region of one thread takes nothing.
#pragma omp parallel num_threads(1)
  CHECK_INT(team(), whole == 12 ? 12 : 2);
}

static void check_serialised(void) {
#pragma omp parallel num_threads(2)
  CHECK_INT(team(), 1);
}

static void check_asked(void) {
  omp_set_num_threads(5);
#pragma omp parallel num_threads(3)
  {
    CHECK_INT(omp_get_max_threads(), 5);
    CHECK_INT(team(), 5);
  }
}

int main(void) {
  const char *levels = getenv("OMP_MAX_ACTIVE_LEVELS");
  if (getenv("OMP_NUM_THREADS") != NULL) {
    CHECK_INT(team(), 3);
#pragma omp parallel
    CHECK_INT(team(), 2);
  } else if (levels == NULL) {
    check_levels(12, 6, 2);
    omp_set_max_active_levels(8);
    check_asked();
  } else if (levels[0] == '3') {
    check_asked();
  } else {
    check_serialised();
  }
  return check_done();
}
