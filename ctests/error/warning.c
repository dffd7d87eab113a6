// An error directive with severity(warning) says its line at run time, and the program goes on;
// each thread that encounters it does.
//@ skip[gcc libomp]: libomp lacks these entry points
//@ stderr[gcc]: libgomp: error directive encountered: on the way\n
//@ stderr[gcc]: libgomp: error directive encountered\n
//@ stderr[clang]: OMP: Warning #\d+: .*warning\.c:\d+:\d+: Encountered user-directed warning: on the way\.
//@ stdout: the end
#include <stdio.h>

int main(void) {
#pragma omp error at(execution) severity(warning)
#pragma omp parallel num_threads(3)
  {
#pragma omp error at(execution) severity(warning) message("on the way")
  }
  puts("the end");
  return 0;
}
