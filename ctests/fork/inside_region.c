// A member of a team forks: in the child the team has this one member, and every construct
// completes with it.
//@ skip[libgomp]: the child waits for members that are not there
//@ skip[libomp]: the child waits for members that are not there
#include "child.h"

enum { THREADS = 4 };

/* The child's constructs inside the region that it finds itself in. Not inlined: GCC asks for the
   number of threads once in a function. */
__attribute__((noinline)) static void constructs(void) {
  int iterations = 0, ordered = 0, sections = 0, single = 0;
#pragma omp barrier
#pragma omp for schedule(static, 1)
  for (int i = 0; i < 20; i++)
    iterations++;
#pragma omp for schedule(dynamic)
  for (int i = 0; i < 20; i++)
    iterations++;
#pragma omp for schedule(guided)
  for (int i = 0; i < 20; i++)
    iterations++;
#pragma omp for ordered schedule(dynamic)
  for (int i = 0; i < 20; i++) {
#pragma omp ordered
    CHECK_INT(ordered++, i);
  }
#pragma omp sections
  {
#pragma omp section
    sections++;
#pragma omp section
    sections++;
  }
#pragma omp single
  single++;
#pragma omp single copyprivate(single)
  single++;
#pragma omp critical
  single++;
#pragma omp barrier
  CHECK_INT(omp_get_num_threads(), 1);
  CHECK_INT(iterations, 60);
  CHECK_INT(ordered, 20);
  CHECK_INT(sections, 2);
  CHECK_INT(single, 3);
}

int main(void) {
  for (int forker = 0; forker < THREADS; forker++) {
    pid_t child = 0;
#pragma omp parallel num_threads(THREADS)
    {
#pragma omp barrier
      if (omp_get_thread_num() == forker) {
        pid_t pid = fork();
        if (pid == 0) {
          CHECK_INT(omp_get_level(), 1);
          constructs();
          child_exit();
        }
        child = pid;
      }
#pragma omp barrier
#pragma omp for schedule(dynamic)
      for (int i = 0; i < 20; i++)
        CHECK_INT(omp_get_num_threads(), THREADS);
    }
    child_ended_well(child);
    check_region(THREADS);
  }
  return check_done();
}
