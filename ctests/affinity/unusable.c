// Places without a processor that can be used are left out, with one line about it.
//@ env: OMP_PLACES={0},{900},{0,901}
//@ skip[libgomp]: takes no number that no processor has
//@ stderr[ferromp]: ^ferromp: OMP_PLACES names processors that this process cannot use: 900, 901; using the others\n$
#include "places.h"

int main(void) {
  CHECK_INT(omp_get_num_places(), 2);
  CHECK_INT(omp_get_place_num_procs(0), 1);
  CHECK_INT(omp_get_place_num_procs(1), 1);
  CHECK_INT(omp_get_place_num_procs(2), 0);
  CHECK_INT(omp_get_place_num_procs(-1), 0);
#pragma omp parallel num_threads(4)
  check_bound();
  return check_done();
}
