// OMP_NUM_THREADS with several values gives each level its own size; a shorter list repeats its
// last.
//@ env: OMP_NUM_THREADS=4,3,2
#include <omp.h>

#include "check.h"

int main(void) {
  // More than one value asks for nesting (OpenMP 5.0, 6.2: max-active-levels-var).
  CHECK(omp_get_max_active_levels() >= 3, "max_active_levels is %d", omp_get_max_active_levels());
  CHECK_INT(omp_get_max_threads(), 4);
  int leaves = 0;
#pragma omp parallel reduction(+ : leaves)
  {
    CHECK_INT(omp_get_num_threads(), 4);
    CHECK_INT(omp_get_max_threads(), 3);
#pragma omp parallel reduction(+ : leaves)
    {
      CHECK_INT(omp_get_num_threads(), 3);
      CHECK_INT(omp_get_max_threads(), 2);
#pragma omp parallel reduction(+ : leaves)
      {
        CHECK_INT(omp_get_num_threads(), 2);
        CHECK_INT(omp_get_max_threads(), 2);
        leaves++;
      }
    }
  }
  CHECK_INT(leaves, 24);
  return check_done();
}
