// OMP_TARGET_OFFLOAD=mandatory: what names the host runs there, the first construct that names
// another device ends the program with a line that says why.
//@ skip[clang]: without a device Clang calls the region as a plain function
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ env: OMP_TARGET_OFFLOAD=mandatory
//@ exit: 1
//@ stdout: ^host twice$
//@ stderr: OMP_TARGET_OFFLOAD is (set to )?MANDATORY, but
#include <omp.h>
#include <stdio.h>

int main(void) {
  int runs = 0, host = omp_get_initial_device();
#pragma omp target if (0) map(runs)
  runs++;
#pragma omp target device(host) map(runs)
  runs++;
  printf("host %s\n", runs == 2 ? "twice" : "not twice");
  fflush(stdout);
#pragma omp target device(1) map(runs)
  runs++;
  printf("still there after %d\n", runs);
  return 0;
}
