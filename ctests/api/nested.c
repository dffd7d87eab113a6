// omp_set_nested and omp_get_nested, deprecated but used: on means more than one active level.
//@ flags: -Wno-deprecated-declarations
#include <omp.h>

#include "check.h"

static int inner(void) {
  int size = 0;
#pragma omp parallel num_threads(2)
#pragma omp parallel num_threads(2)
#pragma omp atomic
  size++;
  return size;
}

int main(void) {
  CHECK_INT(omp_get_nested(), 0);
  omp_set_nested(1);
  CHECK_INT(omp_get_nested(), 1);
  CHECK(omp_get_max_active_levels() > 1, "max_active_levels is %d", omp_get_max_active_levels());
  CHECK_INT(inner(), 4);
  omp_set_nested(0);
  CHECK_INT(omp_get_nested(), 0);
  CHECK_INT(omp_get_max_active_levels(), 1);
  CHECK_INT(inner(), 2);
  return check_done();
}
