// As rising.c, in Clang's code for OpenMP 4.5.
//@ skip[gcc]: has no such flag
//@ flags: -fopenmp-version=45
//@ also: OMP_SCHEDULE=dynamic
#include "rising.c"
