// A task forks while another thread, which generates tasks that depend on it, adds one of them to
// those that wait for it. In the child, the task and the region end. So that the fork comes at such
// a moment, the runtime's calls of malloc come here first.
//@ skip[libgomp]: the child waits for the other members
//@ skip[libomp]: the child waits for the other members
//@ flags: -D_GNU_SOURCE -rdynamic
//@ timeout: 60
#include <omp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>

#include "child.h"

// The fork comes at the first call of malloc, at the second one in the next run, and so on.
enum { CALLS = 12 };

static int call, ready, forked, calls;
static __thread int generates;

void *__libc_malloc(size_t size);

void *malloc(size_t size) {
  if (generates && calls++ == call) {
    __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
    for (int tries = 0; tries < 2000 && !__atomic_load_n(&forked, __ATOMIC_ACQUIRE); tries++)
      usleep(500);
  }
  return __libc_malloc(size);
}

static pid_t fork_as(int kind) { return kind ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : fork(); }

// Workers block the signal of an alarm.
static void end_in(unsigned seconds) {
  sigset_t alarms;
  sigemptyset(&alarms);
  sigaddset(&alarms, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
  alarm(seconds);
}

static void beside_dependences(int kind) {
  int parent = getpid(), x __attribute__((unused)) = 0, begun = 0, last = 0;
  pid_t pid = -1;
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 0) {
#pragma omp task depend(out : x)
    {
      __atomic_store_n(&begun, 1, __ATOMIC_RELEASE);
      while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE))
        usleep(100);
      pid = fork_as(kind);
      if (pid == 0)
        end_in(5);
      __atomic_store_n(&forked, 1, __ATOMIC_RELEASE);
    }
    while (!__atomic_load_n(&begun, __ATOMIC_ACQUIRE))
      usleep(100);
    generates = 1;
    for (int i = 0; i < 10; i++) {
#pragma omp task depend(in : x) shared(last)
#pragma omp atomic
      last++;
    }
    generates = 0;
    // There may have been no such call.
    __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
  }
  if (getpid() != parent) {
    check_region(2);
    child_exit();
  }
  CHECK_INT(last, 10);
  child_ended_well(pid);
}

int main(void) {
  for (int round = 0; round < 2 * CALLS; round++) {
    // Forked before any OpenMP call: its runtime starts anew.
    pid_t pid = fork();
    if (pid == 0) {
      call = round / 2;
      beside_dependences(round % 2);
      child_exit();
    }
    child_ended_well(pid);
  }
  return check_done();
}
