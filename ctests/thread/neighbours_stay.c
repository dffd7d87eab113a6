// Two threads of a team find themselves on one processor, and another program has the other one.
// The runtime leaves them there if their regions compute, or if they sleep while they wait: a
// thread that went to the other processor would get it for half of the time.
//@ also: OMP_WAIT_POLICY=passive
//@ flags: -rdynamic
#include "busy.h"

#include <omp.h>
#include <sys/syscall.h>

enum { REGIONS = 300 };

static int watching, moves;

/* In the place of the C library's. */
int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *mask) {
  if (__atomic_load_n(&watching, __ATOMIC_RELAXED))
    __atomic_add_fetch(&moves, 1, __ATOMIC_RELAXED);
  return syscall(SYS_sched_setaffinity, thread, size, mask);
}

static void compute(double seconds) {
  double end = omp_get_wtime() + seconds;
  while (omp_get_wtime() < end)
    ;
}

static void regions(double first, double second) {
  __atomic_store_n(&watching, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel num_threads(2)
    compute(omp_get_thread_num() == 0 ? first : second);
  }
  __atomic_store_n(&watching, 0, __ATOMIC_RELAXED);
}

int main(void) {
  struct beside at = begin_beside_busy();
  meet(at.here, at.there);
  regions(100e-6, 2e-6);
  regions(2e-6, 100e-6);
  regions(20e-6, 20e-6);
  if (getenv("OMP_WAIT_POLICY") != NULL)
    regions(0, 0);
  end_busy(at.busy);
  CHECK_INT(moves, 0);
  return check_done();
}
