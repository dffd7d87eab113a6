// Neither loading the runtime nor asking it anything narrows the caller's mask: a program that asks
// how many places there are may go on to start threads of its own.
//@ env: OMP_PLACES=cores
//@ env: OMP_PROC_BIND=close
//@ also: GOMP_CPU_AFFINITY=0
//@ also[ferromp]: KMP_AFFINITY=compact
//@ skip[libgomp]: binds when it is loaded
//@ skip[libomp]: binds when it is asked
//@ preload
#include "places.h"

static cpu_set_t at_start;

__attribute__((constructor)) static void look(void) {
  at_start = thread_mask();
}

int main(void) {
  char text[200];
  cpu_set_t mask = thread_mask();
  CHECK(CPU_EQUAL(&mask, &at_start), "%d processors in main", CPU_COUNT(&mask));
  CHECK(omp_get_num_places() > 0, "%d places", omp_get_num_places());
  CHECK_INT(omp_get_place_num(), 0);
  CHECK_INT(omp_get_partition_num_places(), omp_get_num_places());
  omp_capture_affinity(text, sizeof text, "%A");
  omp_set_num_threads(2);
  CHECK(omp_get_num_procs() >= CPU_COUNT(&at_start), "%d processors", omp_get_num_procs());
  mask = thread_mask();
  CHECK(CPU_EQUAL(&mask, &at_start), "%d processors after questions", CPU_COUNT(&mask));
#pragma omp parallel
  check_bound();
  CHECK(omp_get_num_procs() >= CPU_COUNT(&at_start), "%d processors once bound", omp_get_num_procs());
  return check_done();
}
