// A fork without handlers, at a moment at which another thread holds the runtime's own locks: the
// child, which has not noticed yet that this thread is not there, calls what needs them. So that
// the fork comes at such a moment, what the runtime calls then comes here first.
//@ skip[libgomp]: the child hangs at its first region
//@ skip[libomp]: the child hangs at its first region
//@ flags: -D_GNU_SOURCE -rdynamic -ldl
//@ timeout: 60
#include <dlfcn.h>
#include <omp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>

#include "child.h"

// The other thread looks for workers, is about to fork, or takes tasks from the thread that forks.
enum { LOOKS_FOR_WORKERS, FORKS, STEALS, PLACES };

static int place = PLACES, ready, forked;
static __thread int is_other;

static void here(int number) {
  if (place != number || !is_other || ready)
    return;
  __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
  for (int tries = 0; tries < 2000 && !__atomic_load_n(&forked, __ATOMIC_ACQUIRE); tries++)
    usleep(500);
}

static void await_ready(void) {
  while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE))
    usleep(100);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  here(LOOKS_FOR_WORKERS);
  return (int)syscall(SYS_clock_gettime, clock, time);
}

void *__libc_malloc(size_t size);

void *malloc(size_t size) {
  here(STEALS);
  return __libc_malloc(size);
}

static void about_to_fork(void) { here(FORKS); }

static pid_t raw(int kind) { return kind ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : _Fork(); }

static void *other(void *unused) {
  (void)unused;
  is_other = 1;
  if (place == FORKS) {
    check_region(2);
    pid_t pid = fork();
    if (pid == 0)
      child_exit();
    child_ended_well(pid);
  }
  check_region(2);
  return NULL;
}

// The thread that forks may know the runtime. The child first opens a region, or forks.
static void beside_a_thread(int kind, int knows, int forks) {
  if (knows)
    check_region(1);
  pthread_t thread;
  pthread_create(&thread, NULL, other, NULL);
  await_ready();
  pid_t pid = raw(kind);
  if (pid == 0) {
    alarm(20);
    if (forks) {
      pid_t grandchild = fork();
      if (grandchild == 0) {
        check_region(2);
        child_exit();
      }
      child_ended_well(grandchild);
    }
    check_region(3);
    child_exit();
  }
  __atomic_store_n(&forked, 1, __ATOMIC_RELEASE);
  child_ended_well(pid);
  pthread_join(thread, NULL);
}

// A task, the first thing that the child does, goes where the other member was taking some.
static void beside_a_thief(int kind) {
  enum { TASKS = 20 };
  int done = 0, parent = getpid();
  pid_t pid = -1;
#pragma omp parallel num_threads(2)
  {
    is_other = omp_get_thread_num() == 1;
    if (!is_other) {
      for (int i = 0; i < TASKS; i++) {
#pragma omp task
        {
          /* Long enough that the thief takes several at once, for which it needs memory. */
          for (volatile int k = 0; k < 20000; k++)
            ;
#pragma omp atomic
          done++;
        }
      }
      await_ready();
      pid = raw(kind);
      if (pid == 0) {
        alarm(20);
        int own = 0;
#pragma omp task shared(own)
        own = 1;
#pragma omp taskwait
        CHECK_INT(own, 1);
      }
      __atomic_store_n(&forked, 1, __ATOMIC_RELEASE);
    }
  }
  if (getpid() != parent) {
    check_region(2);
    child_exit();
  }
  CHECK_INT(done, TASKS);
  child_ended_well(pid);
}

int main(void) {
  pthread_atfork(about_to_fork, NULL, NULL);
  for (int round = 0; round < 2 * 2 * 2 * PLACES; round++) {
    // Forked before any OpenMP call: its runtime starts anew.
    pid_t pid = fork();
    if (pid == 0) {
      place = round / 8;
      if (place == STEALS)
        beside_a_thief(round % 2);
      else
        beside_a_thread(round % 2, round / 2 % 2, round / 4 % 2);
      child_exit();
    }
    child_ended_well(pid);
  }
  return check_done();
}
