// atomic compare and the read/write/seq_cst forms: maxima over threads, and flag hand-over between
// two threads.
//@ flags[clang]: -fopenmp-version=51
#include <omp.h>

#include "check.h"

int main(void) {
  int largest = 0, smallest = 1000000, data = 0, flag = 0;
#pragma omp parallel for num_threads(4) schedule(dynamic)
  for (int i = 1; i < 20000; i++) {
    int value = i * 7919 % 20011;
#pragma omp atomic compare
    if (largest < value) { largest = value; }
#pragma omp atomic compare
    if (smallest > value) { smallest = value; }
  }
  int most = 0, least = 1000000;
  for (int i = 1; i < 20000; i++) {
    int value = i * 7919 % 20011;
    most = value > most ? value : most;
    least = value < least ? value : least;
  }
  CHECK_INT(largest, most);
  CHECK_INT(smallest, least);
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 0) {
    data = 42;
#pragma omp flush
#pragma omp atomic write seq_cst
    flag = 1;
  } else {
    int seen;
    do {
#pragma omp atomic read seq_cst
      seen = flag;
    } while (!seen);
#pragma omp flush
    CHECK_INT(data, 42);
  }
  return check_done();
}
