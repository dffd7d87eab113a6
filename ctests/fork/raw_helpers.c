// Forks that run no atfork handlers, with target tasks under way on hidden helper threads (code by
// clang), and a child that waits for these before its first region: what a helper had begun counts
// as done, the rest the child executes.
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ skip[libomp]: its child waits for ever
//@ skip[libgomp]: its child waits for ever at the end of the region
//@ flags: -D_GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>

#include "child.h"
#include "targets.h"

enum { MANY = 40, HELPERS = 7 };

#ifdef __clang__
static const int beside = 1;
#else
static const int beside = 0;
#endif

static pid_t raw(int kind) {
  return kind % 2 ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : _Fork();
}

static int go, begun, done, after;

static void submit(void) {
  for (int i = 0; i < MANY; i++) {
#pragma omp target nowait map(tofrom : go, begun, done)
    {
#pragma omp atomic
      begun++;
      if (beside)
        await(&go);
#pragma omp atomic
      done++;
    }
  }
#pragma omp target nowait depend(out : after) map(tofrom : go, begun)
  if (beside)
    await(&go);
#pragma omp task depend(in : after)
  after = 1;
}

// Waits until each helper has a task, and none of them is about to take one: a fork without
// handlers cannot wait for a helper that has a task in its hands which it has not begun, and what
// it was at is lost then.
static void await_helpers(const int *begun) {
  while (beside && __atomic_load_n(begun, __ATOMIC_RELAXED) < HELPERS)
    usleep(10);
}

// The child waits for what its parent has submitted.
static void check_child(int by_barrier) {
  go = 1;
  if (by_barrier) {
#pragma omp barrier
  } else {
#pragma omp taskwait
  }
  CHECK_INT(begun, MANY);
  CHECK_INT(done, beside ? MANY - HELPERS : MANY);
  CHECK_INT(after, 1);
  check_region(3);
  int x = 0;
#pragma omp target nowait map(tofrom : x)
  x = 1;
#pragma omp taskwait
  CHECK_INT(x, 1);
  child_exit();
}

// Outside of regions.
static void serial(int kind) {
  go = begun = done = after = 0;
  submit();
  await_helpers(&begun);
  pid_t pid = raw(kind);
  if (pid == 0)
    check_child(kind / 2);
  child_ended_well(pid);
  __atomic_store_n(&go, 1, __ATOMIC_RELEASE);
#pragma omp taskwait
  CHECK_INT(done, MANY);
  CHECK_INT(after, 1);
}

// In a taskgroup.
static void in_group(int kind) {
  int parent = getpid(), started = 0, finished = 0;
  pid_t pid = -1;
  go = 0;
#pragma omp taskgroup
  {
    for (int i = 0; i < MANY; i++) {
#pragma omp target nowait map(tofrom : go, started, finished)
      {
#pragma omp atomic
        started++;
        if (beside)
          await(&go);
#pragma omp atomic
        finished++;
      }
    }
    await_helpers(&started);
    pid = raw(kind);
    __atomic_store_n(&go, 1, __ATOMIC_RELEASE);
  }
  if (getpid() != parent) {
    CHECK_INT(finished, beside ? MANY - HELPERS : MANY);
    child_exit();
  }
  CHECK_INT(finished, MANY);
  child_ended_well(pid);
}

// In a region: its barrier, and its end.
static void in_region(int kind) {
  int parent = getpid(), finished = 0;
  pid_t pid = -1;
#pragma omp parallel num_threads(3)
  {
#pragma omp target nowait map(tofrom : finished)
#pragma omp atomic
    finished++;
#pragma omp master
    pid = raw(kind);
    if (kind / 2) {
#pragma omp barrier
    }
#pragma omp critical
    finished++;
  }
  if (getpid() != parent) {
    check_region(2);
    child_exit();
  }
  CHECK_INT(finished, 6);
  child_ended_well(pid);
}

// By a worker, in a region, with a task or without: the child ends where the region does.
static void by_worker(int kind) {
  int parent = getpid(), finished = 0;
  pid_t pid = -1;
#pragma omp parallel num_threads(2 + kind / 2)
  {
    if (omp_get_thread_num() == 1) {
      pid_t forked = raw(kind);
      if (forked != 0)
        __atomic_store_n(&pid, forked, __ATOMIC_RELAXED);
      if (kind / 2) {
#pragma omp task shared(finished)
#pragma omp atomic
        finished++;
      }
    } else {
      while (__atomic_load_n(&pid, __ATOMIC_RELAXED) == -1)
        usleep(10);
    }
  }
  CHECK_INT(getpid(), parent);
  CHECK_INT(finished, kind / 2);
  child_ended_well(pid);
}

// While helpers take and end tasks: the fork may find them anywhere.
static void storm(void) {
  for (int round = 0; round < 200; round++) {
    int finished = 0;
    for (int i = 0; i < 30; i++) {
#pragma omp target nowait map(tofrom : finished)
#pragma omp atomic
      finished++;
    }
    pid_t pid = raw(round);
    if (pid == 0) {
#pragma omp taskwait
      CHECK(finished <= 30, "%d", finished);
      _exit(check_done());
    }
    child_ended_well(pid);
#pragma omp taskwait
    CHECK_INT(finished, 30);
  }
}

int main(void) {
  for (int kind = 0; kind < 4; kind++) {
    serial(kind);
    in_group(kind);
    in_region(kind);
    by_worker(kind);
  }
  storm();
  return check_done();
}
