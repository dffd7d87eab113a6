// Forks with target tasks under way, which hidden helper threads execute in code by clang: in the
// child, those that had begun count as done, those that had not are executed, and new ones find new
// helpers. In the parent nothing changes.
//@ flags: -D_GNU_SOURCE
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ skip[libomp]: its child crashes at the first target task
//@ skip[libgomp]: its child hangs in its first region
#include <omp.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "targets.h"

enum { MANY = 40 };

static void set(int *flag) {
  __atomic_store_n(flag, 1, __ATOMIC_RELEASE);
}

// Submits tasks that wait for `go` if `wait`, and one that depends on the first of them.
static void submit(int wait, int *go, int *begun, int *done, int *after) {
  for (int i = 0; i < MANY; i++) {
    if (i == 0) {
#pragma omp target nowait map(tofrom : go[ : 1], begun[ : 1], done[ : 1]) depend(out : *after)
      {
#pragma omp atomic
        ++*begun;
        if (wait)
          await(go);
#pragma omp atomic
        ++*done;
      }
    } else {
#pragma omp target nowait map(tofrom : go[ : 1], begun[ : 1], done[ : 1])
      {
#pragma omp atomic
        ++*begun;
        if (wait)
          await(go);
#pragma omp atomic
        ++*done;
      }
    }
  }
#pragma omp task depend(in : *after)
  *after = 1;
}

static void wait_how(int how) {
  if (how == 0) {
#pragma omp taskwait
  } else {
#pragma omp barrier
  }
}

// Outside of regions; helpers are all busy at the fork, and most tasks have not begun.
static void serial(int how) {
#ifdef __clang__
  const int wait = 1;
#else
  const int wait = 0;
#endif
  int go = 0, begun = 0, done = 0, after = 0;
  check_targets(20);
  submit(wait, &go, &begun, &done, &after);
  while (wait && __atomic_load_n(&begun, __ATOMIC_RELAXED) < 7)
    usleep(10);
  pid_t pid = fork();
  if (pid == 0) {
    set(&go);
    wait_how(how);
    CHECK_INT(begun, MANY);
    CHECK_INT(done, wait ? MANY - 7 : MANY);
    CHECK_INT(after, 1);
    check_targets(20);
    check_region(3);
    pid_t grandchild = fork();
    if (grandchild == 0) {
      check_targets(20);
      child_exit();
    }
    child_ended_well(grandchild);
    child_exit();
  }
  child_ended_well(pid);
  set(&go);
  wait_how(how);
  CHECK_INT(done, MANY);
  CHECK_INT(after, 1);
  check_targets(20);
}

// In a taskgroup, in a region of several threads.
static void in_region(void) {
#pragma omp parallel num_threads(3)
  {
    int begun = 0, done = 0, go = 1, after = 0;
#pragma omp taskgroup
    {
      submit(0, &go, &begun, &done, &after);
      if (omp_get_thread_num() == 0) {
        pid_t pid = fork();
        if (pid == 0) {
#pragma omp taskwait
          CHECK_INT(after, 1);
          check_targets(20);
          child_exit();
        }
        child_ended_well(pid);
      }
    }
    CHECK_INT(done, MANY);
  }
}

// By a helper, in its task. The child ends where the task does.
static void by_helper(void) {
  pid_t pid = -1;
  int parent = getpid();
#pragma omp target nowait map(tofrom : pid)
  {
    pid = fork();
    if (pid == 0) {
      check_region(2);
      check_targets(20);
#ifndef __clang__
      child_exit();
#endif
    }
  }
#pragma omp taskwait
  CHECK_INT(getpid(), parent);
  child_ended_well(pid);
}

// A child that no handler told of the fork.
static void raw(void) {
  check_targets(20);
  pid_t pid = _Fork();
  if (pid == 0) {
    check_targets(20);
    child_exit();
  }
  child_ended_well(pid);
}

// While helpers take and end tasks.
static void storm(void) {
  for (int round = 0; round < 100; round++) {
    int done = 0;
    for (int i = 0; i < 30; i++) {
#pragma omp target nowait map(tofrom : done)
#pragma omp atomic
      done++;
    }
    pid_t pid = fork();
    if (pid == 0) {
#pragma omp taskwait
      CHECK(done <= 30 && done >= 30 - 7, "%d", done);
      if (round % 10 == 0)
        check_targets(20);
      child_exit();
    }
    child_ended_well(pid);
#pragma omp taskwait
    CHECK_INT(done, 30);
  }
}

int main(void) {
  serial(0);
  serial(1);
  in_region();
  by_helper();
  raw();
  storm();
  check_targets(20);
  return check_done();
}
