// A fork from inside of a task, with tasks queued, with dependences waiting, in a taskgroup: the
// child goes on with its own tasks alone, forgets those of threads that it does not have, and opens
// regions and tasks of its own.
//@ skip[libgomp]: the child waits for threads that it does not have
//@ skip[libomp]: the child waits for threads that it does not have
//@ timeout: 100
#include <unistd.h>

#include "child.h"

enum { ROUNDS = 15 };

static int ran;

static void count(void) {
#pragma omp atomic
  ran++;
}

static int in_child_tasks(void) {
  int sum = 0;
#pragma omp parallel num_threads(3) reduction(+ : sum)
#pragma omp single
  {
#pragma omp taskgroup task_reduction(+ : sum)
    for (int i = 0; i < 100; i++) {
#pragma omp task in_reduction(+ : sum)
      sum++;
    }
  }
  return sum;
}

/* The life of a child that goes on to the end of the region that it was forked in. */
static void live(void) {
  int before, x = 0;
#pragma omp atomic read
  before = ran;
  for (int i = 0; i < 10; i++) {
#pragma omp task
    count();
  }
#pragma omp task depend(out : x) shared(x)
  x = 1;
#pragma omp task depend(in : x) shared(x)
  CHECK_INT(x, 1);
#pragma omp taskwait
  int now;
#pragma omp atomic read
  now = ran;
  CHECK(now >= before + 10, "%d tasks ran, not 10", now - before);
#pragma omp taskgroup
  {
#pragma omp task
    {
#pragma omp task
      count();
    }
  }
  CHECK_INT(in_child_tasks(), 100);
}

enum state { PLAIN, WITH_CHILDREN, IN_GROUP, IN_TASKLOOP, IN_UNDEFERRED, BESIDE_TASKS, STATES };

static pid_t pid;
static int in_child;

static void split(void) {
  pid = fork();
  if (pid == 0) {
    in_child = 1;
    live();
  }
}

static void fork_in(enum state state) {
  switch (state) {
  case PLAIN:
#pragma omp task
    split();
    break;
  case WITH_CHILDREN:
#pragma omp task
  {
    for (int i = 0; i < 20; i++) {
#pragma omp task
      usleep(20);
    }
    split();
#pragma omp taskwait
  } break;
  case IN_GROUP:
#pragma omp taskgroup
  {
#pragma omp task
    {
#pragma omp task
      split();
    }
  } break;
  case IN_TASKLOOP:
#pragma omp taskloop num_tasks(4)
    for (int i = 0; i < 4; i++)
      if (i == 2)
        split();
    break;
  case IN_UNDEFERRED: {
    int x = 0;
#pragma omp task depend(out : x) shared(x)
    x = 1;
#pragma omp task if (0) depend(inout : x) shared(x)
    split();
  } break;
  default:
    for (int i = 0; i < 50; i++) {
#pragma omp task
      usleep(10);
    }
    split();
  }
#pragma omp taskwait
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++)
    for (int state = 0; state < STATES; state++)
      for (int round = 0; round < ROUNDS; round++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
        fork_in((enum state)state);
        if (in_child) {
          check_region(3);
          CHECK_INT(in_child_tasks(), 100);
          child_exit();
        }
        child_ended_well(pid);
      }
  return check_done();
}
