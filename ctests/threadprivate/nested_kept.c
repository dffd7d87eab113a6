// Inner teams keep their threads while their outer team does, whatever regions of other shapes come
// in between: so they keep threadprivate values. The specification promises that of regions that
// are not nested only, but programs count on it.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
//@ timeout: 20
//@ skip[libgomp]: creates the threads of an inner team anew
//@ skip[libomp]: threads of inner teams change where these begin in another order
#include <omp.h>
#include <sched.h>
#include <unistd.h>

#include "check.h"

enum { OUTER = 2, INNER = 2, ALL = OUTER * INNER };

static int own = -1;
#pragma omp threadprivate(own)

static void region(int outer, int inner) {
#pragma omp parallel num_threads(outer)
#pragma omp parallel num_threads(inner)
  CHECK(omp_get_num_threads() <= inner, "%d threads", omp_get_num_threads());
}

// Each member of each inner team finds what it left there, and leaves something else. With `delay`
// one inner team has ended long before the other begins.
static void inner_teams(int before, int after, int delay) {
  int arrived = 0;
#pragma omp parallel num_threads(OUTER)
  {
    int outer = omp_get_thread_num();
    if (outer > 0)
      usleep(delay);
#pragma omp parallel num_threads(INNER)
    {
      int number = outer * INNER + omp_get_thread_num();
      CHECK_INT(own, before < 0 ? before : before + number);
      own = after + number;
      __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
      // All are there at once.
      while (delay == 0 && __atomic_load_n(&arrived, __ATOMIC_RELAXED) < ALL)
        sched_yield();
    }
  }
}

int main(void) {
  int stamp = -1;
  for (int round = 0; round < 30; round++) {
    inner_teams(stamp, 10 * round, round % 3 == 0 ? 5000 : 0);
    stamp = 10 * round;
    switch (round % 10) {
    case 0:
      break;
    case 1:
      region(1, 1);
      break;
    case 2:
      region(3, 1);
      break;
    case 3:
      region(4, 1);
      break;
    case 4:
      region(1, 2);
      break;
    case 5:
      region(2, 1);
      break;
    case 6:
      region(2, 3);
      break;
    case 7:
      region(3, 2);
      break;
    case 8:
      region(7, 1);
      break;
    default:
      usleep(5000);
    }
  }
  return check_done();
}
