// omp_display_affinity writes a line in the given format, or in the one that was set.
//@ stdout[ferromp]: ^before\nL0 n0\nset 1\n$
//@ stdout[libomp]: ^before\nL0 n0\nset 1\n$
//@ stderr[libgomp]: ^L0 n0\nset 1\n$
#include "places.h"

int main(void) {
  puts("before");
  omp_set_affinity_format("set %N");
  omp_display_affinity("L%L n%n");
  omp_display_affinity("");
  return check_done();
}
