// Each region of a large team calls its own body with its own data in all of its members, whatever
// sizes the regions before had, also where the primary thread has met loops alone between them. On
// ferromp, members of teams above 32 hear of a region by others if the last two had as many, unless
// there are more threads than processors.
//@ env[ferromp]: FERROMP_PROCESSORS=128
//@ also: OMP_WAIT_POLICY=passive
#include <omp.h>

#include "check.h"

enum { MOST = 72, IN_A_ROW = 5, INNER = 40 };

static int seen[MOST];
static int regions;

// Alone, the constructs' numbers go on without the other members.
static void meet_loops_alone(void) {
  int iterations = 0;
#pragma omp parallel num_threads(1)
#pragma omp for schedule(dynamic)
  for (int i = 0; i < 5; i++)
    iterations++;
  CHECK_INT(iterations, 5);
}

static void with_tasks(int size) {
  int region = ++regions, members = 0, tasks = 0;
#pragma omp parallel num_threads(size)
  {
    CHECK_INT(omp_get_num_threads(), size);
    seen[omp_get_thread_num()] = region;
#pragma omp atomic
    members++;
    if (omp_get_thread_num() % 5 == 0) {
#pragma omp task
      {
#pragma omp atomic
        tasks++;
      }
    }
  }
  CHECK_INT(members, size);
  CHECK_INT(tasks, (size + 4) / 5);
  for (int i = 0; i < size; i++)
    CHECK_INT(seen[i], region);
}

static void with_loop(int size) {
  int region = ++regions, members = 0, iterations = 0, once = 0;
#pragma omp parallel num_threads(size)
  {
    seen[omp_get_thread_num()] = region;
#pragma omp for schedule(dynamic) nowait
    for (int i = 0; i < 2 * size; i++) {
#pragma omp atomic
      iterations++;
    }
#pragma omp single nowait
    {
#pragma omp atomic
      once++;
    }
#pragma omp atomic
    members++;
  }
  CHECK_INT(members, size);
  CHECK_INT(iterations, 2 * size);
  CHECK_INT(once, 1);
  for (int i = 0; i < size; i++)
    CHECK_INT(seen[i], region);
}

static void in_inner_teams(void) {
  int members[2] = {0, 0};
  omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2)
  for (int time = 0; time < IN_A_ROW; time++) {
    int outer = omp_get_thread_num();
#pragma omp parallel num_threads(INNER - outer)
    {
#pragma omp atomic
      members[outer]++;
    }
  }
  for (int outer = 0; outer < 2; outer++)
    CHECK_INT(members[outer], IN_A_ROW * (INNER - outer));
  omp_set_max_active_levels(1);
}

int main(void) {
  static const int sizes[] = {MOST, 9, 41, MOST, 2, 40, 33, 64, 1, MOST, 34};
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    for (int time = 0; time < IN_A_ROW; time++) {
      with_tasks(sizes[i]);
      with_loop(sizes[i]);
    }
    meet_loops_alone();
    with_loop(sizes[i] / 2 + 1);
    with_tasks(sizes[i]);
  }
  in_inner_teams();
  with_tasks(MOST);
  with_loop(MOST);
  return check_done();
}
