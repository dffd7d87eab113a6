// Each member of a team is bound to its place, which is in its partition, whatever sizes teams
// have.
//@ env: OMP_PLACES=cores
//@ env: OMP_PROC_BIND=close
//@ also: OMP_PROC_BIND=spread
//@ also: OMP_PROC_BIND=primary
//@ also[ferromp]: OMP_PROC_BIND=true
//@ also[libomp]: OMP_PROC_BIND=true
//@ also: OMP_PLACES=threads
//@ also: OMP_PLACES=sockets
//@ also[ferromp]: OMP_PLACES=ll_caches
//@ also[ferromp]: OMP_PLACES=numa_domains(1)
#include "places.h"

int main(void) {
  for (int round = 0; round < 20; round++) {
    int size = 1 + round % 5, members = 0;
#pragma omp parallel num_threads(size) reduction(+ : members)
    {
      members++;
      check_bound();
    }
    CHECK_INT(members, size);
  }
  return check_done();
}
