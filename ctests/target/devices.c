// There is no device but the host, whose number is the number of devices.
//@ skip[gcc libomp]: has no omp_get_device_num@OMP_5.0.2
//@ also: OMP_DEFAULT_DEVICE=7
#include <omp.h>

#include "check.h"

int main(void) {
  CHECK_INT(omp_get_num_devices(), 0);
  CHECK_INT(omp_get_initial_device(), 0);
  CHECK_INT(omp_get_device_num(), 0);
  CHECK_INT(omp_is_initial_device(), 1);
  CHECK_INT(omp_get_default_device(), getenv("OMP_DEFAULT_DEVICE") ? 7 : 0);
  omp_set_default_device(3);
  CHECK_INT(omp_get_default_device(), 3);
#pragma omp parallel num_threads(2)
  {
    CHECK_INT(omp_get_default_device(), 3);
    omp_set_default_device(omp_get_thread_num());
#pragma omp barrier
    CHECK_INT(omp_get_default_device(), omp_get_thread_num());
  }
  CHECK_INT(omp_get_default_device(), 3);
  return check_done();
}
