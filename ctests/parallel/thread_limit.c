// OMP_THREAD_LIMIT caps what a clause asks for.
//@ env: OMP_THREAD_LIMIT=3
#include <omp.h>

#include "check.h"

int main(void) {
  int members = 0;
  CHECK_INT(omp_get_thread_limit(), 3);
#pragma omp parallel num_threads(8) reduction(+ : members)
  {
    members++;
    CHECK_INT(omp_get_num_threads(), 3);
  }
  CHECK_INT(members, 3);
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_get_num_threads(), 2);
  return check_done();
}
