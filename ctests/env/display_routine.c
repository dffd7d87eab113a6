// omp_display_env shows the initial values, whatever the program has set since.
//@ skip[gcc libomp]: has no version node OMP_5.1
//@ env: OMP_NUM_THREADS=6
//@ stderr: OPENMP DISPLAY ENVIRONMENT BEGIN\n *_OPENMP ?= ?'20[0-9]{4}'\n
//@ stderr[libgomp]: OMP_NUM_THREADS = '6'\n
//@ stderr[ferromp]: \[host\] OMP_NUM_THREADS='6'\n
//@ stderr: OPENMP DISPLAY ENVIRONMENT END\n
#include <omp.h>

#include "check.h"

int main(void) {
  omp_set_num_threads(2);
  omp_display_env(0);
  return check_done();
}
