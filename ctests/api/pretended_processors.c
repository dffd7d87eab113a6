// FERROMP_PROCESSORS stands in for the number of processors wherever that number decides something;
// places go on to consist of the real ones.
//@ skip[libgomp]: FERROMP_PROCESSORS is ours
//@ skip[libomp]: FERROMP_PROCESSORS is ours
//@ flags: -D_GNU_SOURCE
//@ env: FERROMP_PROCESSORS=5
//@ also: FERROMP_PROCESSORS=1
//@ also: FERROMP_BUDGET=3
//@ also: OMP_DYNAMIC=true
//@ also: OMP_PLACES=threads
#include <omp.h>
#include <sched.h>

#include "check.h"

static int members(void) {
  int count = 0;
#pragma omp parallel reduction(+ : count)
  count++;
  return count;
}

int main(void) {
  cpu_set_t all, one;
  CHECK_INT(sched_getaffinity(0, sizeof all, &all), 0);
  int wanted = atoi(getenv("FERROMP_PROCESSORS"));
  int size = getenv("FERROMP_BUDGET") != NULL ? 3 : wanted;

  CHECK_INT(omp_get_num_procs(), wanted);
  CHECK_INT(omp_get_max_threads(), size);
  CHECK_INT(members(), size);
  // dyn-var lets no team have more threads than there are processors.
  omp_set_num_threads(9);
  CHECK_INT(members(), omp_get_dynamic() ? wanted : 9);

  int in_places = 0, places = omp_get_num_places();
  for (int place = 0; place < places; place++) {
    int numbers[CPU_SETSIZE], count = omp_get_place_num_procs(place);
    omp_get_place_proc_ids(place, numbers);
    for (int i = 0; i < count; i++)
      CHECK(CPU_ISSET(numbers[i], &all), "place %d has processor %d", place, numbers[i]);
    in_places += count;
  }
  CHECK_INT(in_places, getenv("OMP_PLACES") != NULL ? CPU_COUNT(&all) : 0);
#pragma omp parallel num_threads(8)
  {
    cpu_set_t mine;
    CHECK_INT(sched_getaffinity(0, sizeof mine, &mine), 0);
    CPU_AND(&mine, &mine, &all);
    CHECK(CPU_COUNT(&mine) > 0, "thread %d is on none of the processors", omp_get_thread_num());
  }

  int first = 0;
  while (!CPU_ISSET(first, &all))
    first++;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  CHECK_INT(sched_setaffinity(0, sizeof one, &one), 0);
  CHECK_INT(omp_get_num_procs(), wanted);
  return check_done();
}
