// With OMP_PROC_BIND=true a thread keeps its place when the size of the team changes.
//@ env: OMP_PROC_BIND=true
//@ env: OMP_PLACES=threads
//@ also: GOMP_CPU_AFFINITY=0
//@ skip[libgomp]: places depend on the size
//@ skip[libomp]: places depend on the size
#include "places.h"

int main(void) {
  int places[8] = {0};
#pragma omp parallel num_threads(8)
  {
    check_bound();
    places[omp_get_thread_num()] = omp_get_place_num();
  }
  for (int size = 1; size < 8; size++) {
#pragma omp parallel num_threads(size)
    CHECK_INT(omp_get_place_num(), places[omp_get_thread_num()]);
  }
  for (int i = 0; i < 8; i++)
    CHECK_INT(places[i], i % omp_get_num_places());
  return check_done();
}
