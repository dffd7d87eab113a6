// OMP_TARGET_OFFLOAD=mandatory without a device: the default device is one that does not exist
// (OpenMP 5.2, 2.2).
//@ skip[clang]: without a device Clang calls the region as a plain function
//@ skip[libgomp]: GCC 12's takes the host for the default device
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ env: OMP_TARGET_OFFLOAD=mandatory
//@ exit: 1
//@ stdout: ^default -4$
//@ stderr: ^ferromp: OMP_TARGET_OFFLOAD is MANDATORY, but there is no device beside the host$
#include <omp.h>
#include <stdio.h>

int main(void) {
  printf("default %d\n", omp_get_default_device());
  fflush(stdout);
#pragma omp target
  printf("runs\n");
  return 0;
}
