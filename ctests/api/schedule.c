// The schedule of runtime loops: what was set, with the kind's own chunk where none is given. Where
// nothing was set each compiler's users expect what its own runtime has, and ferromp tells the
// callers apart.
//@ preload
#include <limits.h>
#include <omp.h>

#include "check.h"

static void check_schedule(unsigned kind, int chunk, unsigned kind_wanted, int chunk_wanted) {
  omp_sched_t kind_seen;
  int chunk_seen;
  omp_set_schedule((omp_sched_t)kind, chunk);
  omp_get_schedule(&kind_seen, &chunk_seen);
  CHECK_INT((unsigned)kind_seen, kind_wanted);
  CHECK_INT(chunk_seen, chunk_wanted);
}

int main(void) {
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
#ifdef __clang__
  int is_static = 1;
#else
  int is_static = on_runtime("libomp");
#endif
  CHECK_INT(kind, is_static ? omp_sched_static : omp_sched_dynamic);
  CHECK_INT(chunk, is_static ? 0 : 1);

  unsigned modifiers[] = {0, omp_sched_monotonic};
  for (int m = 0; m < 2; m++) {
    for (unsigned of = omp_sched_static; of <= omp_sched_guided; of++) {
      int least = of == omp_sched_static ? 0 : 1;
      check_schedule(of | modifiers[m], 7, of | modifiers[m], 7);
      check_schedule(of | modifiers[m], INT_MAX, of | modifiers[m], INT_MAX);
      check_schedule(of | modifiers[m], 0, of | modifiers[m], least);
      check_schedule(of | modifiers[m], -5, of | modifiers[m], least);
    }
    omp_set_schedule((omp_sched_t)(omp_sched_auto | modifiers[m]), 3);
    omp_get_schedule(&kind, &chunk);
    CHECK_INT((unsigned)kind, omp_sched_auto | modifiers[m]);
  }
  return check_done();
}
