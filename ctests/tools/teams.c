// A tool hears of a league, of each of its teams and of the regions inside, and finds the tasks
// around it. In Clang's code it hears, as from libomp, of a region of one thread in each team: the
// implicit task of that region executes the team's code.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[libomp]: GCC's teams have no region for libomp, and it finds fewer tasks around
#include <omp.h>

#include "tool_checker.h"

enum {
  TEAMS = 3,
  THREADS = 2,
#ifdef __clang__
  INNER = 1,
#else
  INNER = 0,
#endif
};

static int seen[TEAMS], members;

/* Looks around the current task, from the inside: `regions` regions of the program come first. */
static void look(int regions) {
  int level = 0, inside = regions + INNER;
  for (; level < inside; level++) {
    struct tool_task task = tool_task(level);
    CHECK_INT(task.found, 2);
    CHECK((task.flags & task_implicit) != 0, "%x at level %d", task.flags, level);
    CHECK(task.data->value != 0 && task.parallel->value != 0, "level %d", level);
  }
  struct tool_task team = tool_task(level++), program = tool_task(level++);
  CHECK_INT(team.found, 2);
  CHECK((team.flags & task_initial) != 0, "%x", team.flags);
  CHECK_INT(program.found, 2);
  CHECK((program.flags & task_initial) != 0, "%x", program.flags);
  CHECK(team.data->value != program.data->value, "the same task");
  CHECK(team.parallel != program.parallel, "the same region");
  CHECK_INT(tool_task(level).found, 0);

  ompt_data_t *data;
  int size;
  int (*region)(int, ompt_data_t **, int *) =
      (int (*)(int, ompt_data_t **, int *))tool_lookup("ompt_get_parallel_info");
  for (int at = 0; at <= inside; at++) {
    CHECK_INT(region(at, &data, &size), 2);
    CHECK(data == tool_task(at).parallel, "level %d", at);
    CHECK_INT(size, at == inside ? TEAMS : at < regions ? THREADS : 1);
  }
}

int main(void) {
  omp_get_max_threads();
  int before = checker_regions;
#pragma omp teams num_teams(TEAMS) thread_limit(THREADS)
  {
    look(0);
    __atomic_fetch_add(&seen[omp_get_team_num()], 1, __ATOMIC_RELAXED);
#pragma omp parallel num_threads(THREADS)
    {
      look(1);
      __atomic_fetch_add(&members, 1, __ATOMIC_RELAXED);
    }
  }
  for (int team = 0; team < TEAMS; team++)
    CHECK_INT(seen[team], 1);
  CHECK_INT(members, TEAMS * THREADS);
  CHECK_INT(checker_regions - before, 1 + TEAMS * (1 + INNER));
  return check_done();
}
