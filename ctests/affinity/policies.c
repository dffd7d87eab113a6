// The proc_bind clause decides where the members go.
//@ env: OMP_PLACES={0},{0},{0},{0}
//@ env: OMP_PROC_BIND=spread,close
#include "places.h"

int main(void) {
  int places[4], partitions[4];
  CHECK_INT(omp_get_num_places(), 4);
  omp_set_max_active_levels(2);

#pragma omp parallel num_threads(2)
  {
    places[omp_get_thread_num()] = omp_get_place_num();
    partitions[omp_get_thread_num()] = omp_get_partition_num_places();
    CHECK_INT(omp_get_proc_bind(), omp_proc_bind_close);
    int outer = omp_get_place_num();
    // Close in the half that the outer thread has to itself.
#pragma omp parallel num_threads(2)
    {
      check_bound();
      CHECK_INT(omp_get_place_num(), outer + omp_get_thread_num());
      CHECK_INT(omp_get_partition_num_places(), 2);
    }
  }
  CHECK_INT(places[0], 0);
  CHECK_INT(places[1], 2);
  CHECK_INT(partitions[0], 2);
  CHECK_INT(partitions[1], 2);

#pragma omp parallel num_threads(4) proc_bind(close)
  CHECK_INT(omp_get_place_num(), omp_get_thread_num());

#pragma omp parallel num_threads(4) proc_bind(master)
  {
    CHECK_INT(omp_get_place_num(), 0);
    CHECK_INT(omp_get_partition_num_places(), 4);
  }
  return check_done();
}
