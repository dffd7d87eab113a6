// GOMP_CPU_AFFINITY: each processor of the list is a place, and threads take them in turn.
//@ env: GOMP_CPU_AFFINITY=0 0,0-0
#include "places.h"

int main(void) {
  CHECK_INT(omp_get_num_places(), 3);
#pragma omp parallel num_threads(6)
  {
    check_bound();
    cpu_set_t mask = thread_mask();
    CHECK(CPU_COUNT(&mask) == 1 && CPU_ISSET(0, &mask), "thread %d has %d processors", omp_get_thread_num(),
          CPU_COUNT(&mask));
    if (!on_runtime("libgomp"))
      CHECK_INT(omp_get_place_num(), omp_get_thread_num() % 3);
  }
  return check_done();
}
