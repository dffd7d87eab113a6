// master is for thread 0, masked for the thread its filter names; neither waits for anybody.
//@ flags[clang]: -fopenmp-version=51
#include <omp.h>

#include "check.h"

int main(void) {
  int master = 0, masked = 0, filtered = 0, none = 0, varying = 0;
#pragma omp parallel num_threads(4)
  {
#pragma omp master
    {
      CHECK_INT(omp_get_thread_num(), 0);
      master++;
    }
#pragma omp masked
    {
      CHECK_INT(omp_get_thread_num(), 0);
      masked++;
    }
#pragma omp masked filter(2)
    {
      CHECK_INT(omp_get_thread_num(), 2);
      filtered++;
    }
#pragma omp masked filter(7)
    none++;
    // Each thread may name itself.
#pragma omp masked filter(omp_get_thread_num())
    __atomic_add_fetch(&varying, 1, __ATOMIC_RELAXED);
  }
  CHECK_INT(master, 1);
  CHECK_INT(masked, 1);
  CHECK_INT(filtered, 1);
  CHECK_INT(none, 0);
  CHECK_INT(varying, 4);
  return check_done();
}
