// The end of the program waits for target tasks that nobody else has waited for, and for what
// depends on them.
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ skip[libgomp]: does not wait
//@ stdout: first.*\n.*second
#include <stdio.h>
#include <unistd.h>

static int x;

int main(void) {
#pragma omp target nowait depend(out : x)
  {
    usleep(100000);
    puts("first");
  }
#pragma omp task depend(in : x)
  puts("second");
  return 0;
}
