// No more active levels can be set than are supported.
//@ skip[gcc libomp]: has the routine under its own version only
#include <limits.h>
#include <omp.h>

#include "check.h"

int main(void) {
  int supported = omp_get_supported_active_levels();
  CHECK(supported >= 255, "%d", supported);
  omp_set_max_active_levels(INT_MAX);
  CHECK_INT(omp_get_max_active_levels(), supported);
  omp_set_max_active_levels(supported);
  CHECK_INT(omp_get_max_active_levels(), supported);
  return check_done();
}
