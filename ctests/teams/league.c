// A league: every team runs once, has its number, an initial task of its own at level 0 and a
// contention group of its own.
//@ also: OMP_NUM_THREADS=3
#include <omp.h>

#include "check.h"

enum { MOST = 40 };

static int ran[MOST], members[MOST], sizes[MOST];

static void reset(void) {
  memset(ran, 0, sizeof ran);
  memset(members, 0, sizeof members);
  memset(sizes, 0, sizeof sizes);
}

/* The work of a team: in a function of its own, because the directive itself may contain little
   but other directives. */
static void team_of(int *total) {
  int team = omp_get_team_num();
  __atomic_store_n(total, omp_get_num_teams(), __ATOMIC_RELAXED);
  CHECK(team >= 0 && team < omp_get_num_teams(), "team %d of %d", team, omp_get_num_teams());
  CHECK_INT(omp_get_level(), 0);
  CHECK_INT(omp_in_parallel(), 0);
  CHECK_INT(omp_get_thread_num(), 0);
  // libomp counts the initial thread of a lonely team twice.
  if (!on_runtime("libomp"))
    CHECK_INT(omp_get_num_threads(), 1);
  CHECK_INT(omp_get_ancestor_thread_num(1), -1);
  __atomic_add_fetch(&ran[team], 1, __ATOMIC_RELAXED);
#pragma omp parallel num_threads(2)
  {
    CHECK_INT(omp_get_team_num(), team);
    CHECK_INT(omp_get_level(), 1);
    CHECK_INT(omp_get_ancestor_thread_num(0), 0);
    __atomic_add_fetch(&members[team], 1, __ATOMIC_RELAXED);
#pragma omp barrier
#pragma omp single
    sizes[team] = omp_get_num_threads();
  }
}

static void league(int teams) {
  int total = 0;
  reset();
#pragma omp teams num_teams(teams) shared(total)
  team_of(&total);
  CHECK(total >= 1 && total <= teams, "%d teams of %d", total, teams);
  // libomp's leagues have no more teams than there are processors.
  if (!on_runtime("libomp"))
    CHECK_INT(total, teams);
  for (int team = 0; team < MOST; team++) {
    CHECK(ran[team] == (team < total), "team %d of %d ran %d times", team, total, ran[team]);
    CHECK(members[team] == sizes[team], "team %d of %d: %d members of %d", team, total, members[team], sizes[team]);
  }
}

static void distribute(int teams, int n) {
  static int times[1000];
  memset(times, 0, sizeof times);
  long sum = 0;
  int last = -1;
#pragma omp teams distribute num_teams(teams) reduction(+ : sum) lastprivate(last)
  for (int i = 0; i < n; i++) {
    times[i]++;
    sum += i;
    last = i;
  }
  CHECK_INT(sum, (long)n * (n - 1) / 2);
  CHECK_INT(last, n - 1);
#pragma omp teams distribute num_teams(teams) dist_schedule(static, 3)
  for (int i = n - 1; i >= 0; i--) times[i]++;
#pragma omp teams distribute parallel for num_teams(teams) reduction(+ : sum)
  for (int i = 0; i < n; i++) {
    __atomic_add_fetch(&times[i], 1, __ATOMIC_RELAXED);
    sum += i;
  }
  CHECK_INT(sum, (long)n * (n - 1));
#pragma omp teams distribute parallel for num_teams(teams) schedule(dynamic, 2) dist_schedule(static, 7)
  for (int i = 0; i < n; i++) __atomic_add_fetch(&times[i], 1, __ATOMIC_RELAXED);
  for (int i = 0; i < n; i++) CHECK(times[i] == 4, "%d ran %d times of 4 in %d teams", i, times[i], teams);
}

static void reductions(int teams) {
  int count = 0, most = -1, number = 0;
  double product = 1;
  long a = 0, b = 0, c = 0;
#pragma omp teams num_teams(teams) reduction(+ : count, a, b, c) reduction(max : most) reduction(* : product)
  {
    count++;
    most = omp_get_team_num();
    product *= 2;
    a += 1, b += 2, c += 3;
    if (omp_get_team_num() == 0)
      number = omp_get_num_teams();
  }
  CHECK_INT(count, number);
  CHECK_INT(most, number - 1);
  CHECK_INT(a + b + c, 6L * number);
  CHECK(product == (double)(1LL << number), "product %g of %d", product, number);
}

int main(void) {
  CHECK_INT(omp_get_num_teams(), 1);
  CHECK_INT(omp_get_team_num(), 0);
  for (int round = 0; round < 5; round++) {
    for (int teams = 1; teams <= 5; teams++) {
      league(teams);
      distribute(teams, 100 * teams);
      reductions(teams);
    }
    league(MOST);
  }
  CHECK_INT(omp_get_num_teams(), 1);
  int members_after = 0;
#pragma omp parallel num_threads(3) reduction(+ : members_after)
  members_after++;
  CHECK_INT(members_after, 3);
  return check_done();
}
