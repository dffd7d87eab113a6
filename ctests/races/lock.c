// A race detector that the program is built with: two members that take different locks for the
// same variable.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/lock\.c:27\b
#include <omp.h>

#include "check.h"

int main() {
  omp_lock_t locks[2];
  int sum = 0;
  omp_init_lock(&locks[0]);
  omp_init_lock(&locks[1]);
#pragma omp parallel num_threads(2)
  {
    int which = 0;
#ifdef RACY
    which = omp_get_thread_num();
#endif
    for (int i = 0; i < 100; i++) {
      omp_set_lock(&locks[which]);
      sum++;
      omp_unset_lock(&locks[which]);
    }
  }
#ifndef RACY
  CHECK_INT(sum, 200);
#endif
  omp_destroy_lock(&locks[0]);
  omp_destroy_lock(&locks[1]);
  return check_done();
}
