// A fork inside single, critical, ordered, master, sections and loops: the child finishes the
// construct and the region.
//@ skip[libgomp]: the child waits for members that are not there
//@ skip[libomp]: the child waits for members that are not there
//@ timeout: 120
#include "child.h"

enum { THREADS = 4, KINDS = 9, LENGTH = 40 };

static pid_t children[LENGTH * KINDS];
static int forks;

/* Forks; the child notes that it is one. */
static void fork_here(int *in_child) {
  pid_t pid = fork();
  if (pid == 0)
    *in_child = 1;
  else
    children[__atomic_fetch_add(&forks, 1, __ATOMIC_RELAXED)] = pid;
}

/* Runs one construct in the calling team, with forks in it, and ends the children. */
static void construct(int kind) {
  int in_child = 0, after = 0;
  switch (kind) {
  case 0:
#pragma omp single
    fork_here(&in_child);
    break;
  case 1:
#pragma omp critical
    fork_here(&in_child);
    break;
  case 2:
#pragma omp critical(name)
    fork_here(&in_child);
    break;
  case 3:
#pragma omp for ordered schedule(dynamic)
    for (int i = 0; i < LENGTH; i++) {
#pragma omp ordered
      if (i % 10 == 3 && !in_child)
        fork_here(&in_child);
    }
    break;
  case 4:
#pragma omp for schedule(dynamic, 2)
    for (int i = 0; i < LENGTH; i++)
      if (i % 10 == 3 && !in_child)
        fork_here(&in_child);
    break;
  case 5:
#pragma omp for schedule(guided) nowait
    for (int i = 0; i < LENGTH; i++)
      if (i % 10 == 3 && !in_child)
        fork_here(&in_child);
    break;
  case 6:
#pragma omp for schedule(static, 1)
    for (int i = 0; i < LENGTH; i++)
      if (i % 10 == 3 && !in_child)
        fork_here(&in_child);
    break;
  case 7:
#pragma omp sections
  {
    fork_here(&in_child);
#pragma omp section
    if (!in_child)
      fork_here(&in_child);
  }
    break;
  default:
#pragma omp master
    fork_here(&in_child);
  }
  if (!in_child)
    return;
    // The locks are free in the child, unless this thread held them: and it has left them.
#pragma omp critical
  after++;
#pragma omp critical(name)
  after++;
#pragma omp barrier
#pragma omp for schedule(dynamic)
  for (int i = 0; i < 10; i++)
    after++;
#pragma omp single
  after++;
  CHECK_INT(after, 13);
  child_exit();
}

int main(void) {
  for (int kind = 0; kind < KINDS; kind++) {
    forks = 0;
#pragma omp parallel num_threads(THREADS)
    construct(kind);
    CHECK(forks > 0, "no forks for kind %d", kind);
    for (int i = 0; i < forks; i++)
      child_ended_well(children[i]);
    check_region(THREADS);
  }
  return check_done();
}
