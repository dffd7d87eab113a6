// A race detector that the program is built with: critical sections of two names for the same
// variable.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/critical\.c:(26|31)\b
#include <omp.h>
#include <unistd.h>

#include "check.h"

#ifdef RACY
#define OTHER (second)
#else
#define OTHER (first)
#endif

static int sum;

/* Not in line, where the compiler would make one addition of the two. */
static __attribute__((noinline)) void add_in_first(void) {
#pragma omp critical(first)
  sum += 1;
}

static __attribute__((noinline)) void add_in_other(void) {
#pragma omp critical OTHER
  sum += 2;
}

int main() {
#pragma omp parallel num_threads(2)
  {
    if (omp_get_thread_num() == 0)
      add_in_first();
    else {
      /* A detector may miss two accesses that fall into the same few nanoseconds. */
      usleep(2000);
      add_in_other();
    }
  }
#ifndef RACY
  CHECK_INT(sum, 3);
#endif
  return check_done();
}
