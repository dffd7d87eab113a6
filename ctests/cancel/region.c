// A cancelled region: members leave it at cancellation points and barriers, also from within
// barriers that others will not come to; what follows the region is as ever.
//@ env: OMP_CANCELLATION=true
//@ also: OMP_CANCELLATION=false
//@ preload
//@ skip[libomp]: some members of a cancelled region never come back
#include <omp.h>
#include <stdbool.h>
#include <unistd.h>

#include "check.h"

static const int sizes[] = {1, 2, 3, 8, 9, 32};

/* Everybody else waits in a barrier that the cancelling member never comes to. */
static void others_in_barrier(int size, int who) {
  int before = 0, after = 0;
#pragma omp parallel num_threads(size) reduction(+ : before)
  {
    before++;
    if (omp_get_thread_num() == who) {
      if (size < 9)
        usleep(200);
#pragma omp cancel parallel
    }
#pragma omp barrier
#pragma omp atomic
    after++;
  }
  // The sum of a cancelled region is that of some of its members.
  CHECK(before <= size, "%d members of %d", before, size);
  CHECK_INT(after, omp_get_cancellation() ? 0 : size);
}

/* Members come to different barriers before they see it. */
static void at_a_point(int size) {
  int left = 0, reached = 0;
#pragma omp parallel num_threads(size)
  {
    int me = omp_get_thread_num();
    for (int round = 0; round < 4; round++) {
      if (round == 2 && me == size - 1) {
#pragma omp cancel parallel
      }
#pragma omp cancellation point parallel
#pragma omp barrier
      if (round == 1) {
#pragma omp atomic
        reached++;
      }
    }
#pragma omp atomic
    left++;
  }
  CHECK(reached <= size, "%d of %d", reached, size);
  CHECK_INT(left, omp_get_cancellation() ? 0 : size);
}

static void if_clause(int size, bool wanted) {
  int left = 0, executing = 0;
#pragma omp parallel num_threads(size)
  {
#pragma omp atomic
    executing++;
#pragma omp cancel parallel if (wanted)
#pragma omp atomic
    left++;
  }
  CHECK_INT(executing, size);
  CHECK_INT(left, omp_get_cancellation() && wanted ? 0 : size);
}

/* A cancel with `if(false)` on it is a point all the same. (Clang leaves it out.) */
static void false_cancel_is_a_point(void) {
  int left = 0;
#ifndef __clang__
  volatile int no = 0;
#endif
#pragma omp parallel num_threads(2)
  {
    if (omp_get_thread_num() == 0) {
#pragma omp cancel parallel
    }
    while (omp_get_cancellation()) {
#ifdef __clang__
#pragma omp cancellation point parallel
#else
#pragma omp cancel parallel if (no)
#endif
    }
#pragma omp atomic
    left++;
  }
  CHECK_INT(left, omp_get_cancellation() ? 0 : 2);
}

/* A region that nobody cancels: all meet, all tasks are done, all iterations executed. */
static void whole(int size) {
  int members = 0, tasks = 0, taken = 0, iterations = 0;
#pragma omp parallel num_threads(size)
  {
#pragma omp atomic
    members++;
#pragma omp barrier
    CHECK_INT(members, size);
#pragma omp task
#pragma omp atomic
    tasks++;
#pragma omp barrier
    CHECK_INT(tasks, size);
#pragma omp single
    taken++;
#pragma omp for schedule(dynamic)
    for (int i = 0; i < 50; i++)
#pragma omp atomic
      iterations++;
  }
  CHECK_INT(taken, 1);
  CHECK_INT(iterations, 50);
}

int main(void) {
  for (int round = 0; round < 20; round++)
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
      int size = sizes[index];
      for (int who = 0; who < size; who += 1 + size / 4) {
        others_in_barrier(size, who);
        whole(size);
      }
      at_a_point(size);
      whole(size);
      if_clause(size, round % 2);
      whole(size);
      false_cancel_is_a_point();
    }
  return check_done();
}
