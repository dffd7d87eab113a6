// Without a tool a command to it is answered with "no tool".
//@ skip[libgomp]: has no omp_control_tool before GCC 17
//@ flags: -D_GNU_SOURCE -ldl
#include <dlfcn.h>
#include <omp.h>

#include "check.h"

int main(void) {
  int started = 0;
#pragma omp parallel num_threads(1)
  started = omp_get_num_threads();
  CHECK_INT(started, 1);
  int (*control)(int, int, void *) = (int (*)(int, int, void *))dlsym(RTLD_DEFAULT, "omp_control_tool");
  CHECK(control != NULL, "it is missing");
  for (int command = 1; control != NULL && command <= 4; command++)
    CHECK_INT(control(command, 0, NULL), -2);
  return check_done();
}
