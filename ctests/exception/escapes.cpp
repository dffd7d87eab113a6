// An exception that leaves a region ends the program by std::terminate, in the primary thread and
// in a worker.
//@ signal: 6
//@ stderr: terminate called
//@ stdout: region reached
#include <cstdio>
#include <omp.h>

int main() {
  std::puts("region reached");
  std::fflush(stdout);
#pragma omp parallel num_threads(3)
  if (omp_get_thread_num() == 1)
    throw 1;
}
