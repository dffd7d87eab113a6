/* For programs that run beside another one: a child process that computes on one processor, and
   counts of context switches. */
#ifndef CTESTS_BUSY_H
#define CTESTS_BUSY_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <omp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* Binds the calling thread to one processor, or to two. */
static inline void bind_to(int one, int other) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(one, &set);
  CPU_SET(other, &set);
  CHECK(sched_setaffinity(0, sizeof set, &set) == 0, "cannot be bound to processors %d and %d", one, other);
}

/* The first processor of the calling thread's mask from `from` on; -1 where there is none. */
static inline int next_processor(int from) {
  cpu_set_t set;
  CHECK(sched_getaffinity(0, sizeof set, &set) == 0, "the mask cannot be read");
  for (; from < CPU_SETSIZE; from++)
    if (CPU_ISSET(from, &set))
      return from;
  return -1;
}

/* Two threads of a team find themselves on the processor `here`. The second one stays there, but
   may go `there` too. */
static inline void meet(int here, int there) {
#pragma omp parallel num_threads(2)
  {
    bind_to(here, here);
#pragma omp barrier
    // It stays there, but need not.
    if (omp_get_thread_num() == 1)
      bind_to(here, there);
  }
}

/* Starts a process that keeps a processor busy until `end_busy`, or until its parent ends. It is
   there when this returns: the kernel counts no thread that it is moving to its processor. */
static inline pid_t begin_busy(int processor) {
  int there[2];
  CHECK(pipe(there) == 0, "no pipe");
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bind_to(processor, processor);
    if (write(there[1], "", 1) != 1)
      _exit(1);
    for (volatile long i = 0;; i++)
      ;
  }
  CHECK(child > 0, "fork failed");
  char said;
  CHECK(read(there[0], &said, 1) == 1, "the busy process has ended");
  close(there[0]);
  close(there[1]);
  return child;
}

static inline void end_busy(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

/* Two processors of the calling thread's mask. */
struct beside {
  int here, there;
  pid_t busy;
};

/* Binds the calling thread to two processors, and keeps the second one busy until `end_busy`. With
   one processor the program has nothing to show, and ends. */
static inline struct beside begin_beside_busy(void) {
  int here = next_processor(0), there = next_processor(here + 1);
  if (there < 0)
    exit(0);
  bind_to(here, there);
  return (struct beside){here, there, begin_busy(there)};
}

/* How often threads of this process went to sleep. */
static inline long sleeps(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_nvcsw;
}

#endif
