// OMP_DISPLAY_AFFINITY: each thread has its line when it first enters a region, and again when
// something in it changes.
//@ env: OMP_DISPLAY_AFFINITY=true
//@ env: OMP_AFFINITY_FORMAT=<%L %.2n/%N>
//@ skip[libgomp]: writes to the standard error stream
//@ stdout: ^(<1 +[01]/2>\n){2}first\nsecond\n(<1 +[0-2]/3>\n){3}third\n(<1 +[01]/2>\n){2}fourth\n$
#include "places.h"

static void region(int size, const char *name) {
#pragma omp parallel num_threads(size)
  check_done();
  puts(name);
}

int main(void) {
  region(2, "first");
  region(2, "second");
  region(3, "third");
  region(2, "fourth");
  return check_done();
}
