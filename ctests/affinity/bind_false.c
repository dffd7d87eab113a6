// OMP_PROC_BIND=false: no thread is bound, and proc_bind clauses mean nothing.
//@ env: OMP_PROC_BIND=false
//@ env: OMP_PLACES=cores
#include "places.h"

int main(void) {
  cpu_set_t before = thread_mask();
  CHECK_INT(omp_get_proc_bind(), omp_proc_bind_false);
#pragma omp parallel num_threads(4) proc_bind(spread)
  {
    CHECK_INT(omp_get_proc_bind(), omp_proc_bind_false);
    cpu_set_t mask = thread_mask();
    CHECK(CPU_EQUAL(&mask, &before), "thread %d has %d processors", omp_get_thread_num(), CPU_COUNT(&mask));
  }
  return check_done();
}
