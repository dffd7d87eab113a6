// Forks without handlers inside of constructs: the child waits for nobody that it does not have, in
// ordered and doacross loops, in loops that run ahead, where members share memory, in criticals.
//@ skip[libgomp]: the child waits for members that are not there
//@ skip[libomp]: the child waits for members that are not there
//@ flags: -D_GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include "child.h"

enum { THREADS = 4, AHEAD = 12, KINDS = 9, PATIENCE = 5000 };

static pid_t raw(int round) { return round % 2 == 0 ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : _Fork(); }

static int round_now, forked, in_child, total;
static pid_t child;

/* The calling thread does not go on before the fork. */
static void hold_until_forked(void) {
  while (!__atomic_load_n(&forked, __ATOMIC_ACQUIRE))
    sched_yield();
}

static void fork_here(void) {
  pid_t pid = raw(round_now);
  if (pid == 0)
    in_child = 1;
  else
    child = pid;
  __atomic_store_n(&forked, 1, __ATOMIC_RELEASE);
}

static void in_critical(void) {
#pragma omp critical
  hold_until_forked();
}

static void in_named_critical(void) {
#pragma omp critical(name)
  hold_until_forked();
}

/* Starts in one thread what holds the others up, and forks in another one behind it. */
static void construct(int kind) {
  int me = omp_get_thread_num(), sum = 0;
  switch (kind) {
  case 0: // The turn is another thread's.
#pragma omp for ordered schedule(static, 1)
    for (int i = 0; i < 2 * THREADS; i++) {
      if (i == 3)
        fork_here();
#pragma omp ordered
      if (i == 0)
        hold_until_forked();
    }
    break;
  case 1: // The same, and the child does not come to its ordered region.
#pragma omp for ordered schedule(dynamic)
    for (int i = 0; i < 2 * THREADS; i++) {
      if (i == 2)
        fork_here();
      if (!in_child) {
#pragma omp ordered
        if (i == 0)
          hold_until_forked();
      }
    }
    break;
  case 2: // An earlier iteration is another thread's.
#pragma omp for ordered(1) schedule(static, 1)
    for (int i = 0; i < 2 * THREADS; i++) {
      if (i == 3)
        fork_here();
#pragma omp ordered depend(sink : i - 1)
      if (i == 0)
        hold_until_forked();
#pragma omp ordered depend(source)
    }
    break;
  case 3: // Another thread is so many loops behind that the child would have to wait for it.
    if (me == 0)
      hold_until_forked();
    for (int loop = 0; loop < AHEAD; loop++) {
#pragma omp for schedule(dynamic) nowait
      for (int i = 0; i < THREADS; i++)
        __atomic_add_fetch(&total, 1, __ATOMIC_RELAXED);
      if (loop == 7 && me == 1)
        fork_here();
    }
    break;
  case 4:
    if (me == 0)
      in_critical();
    if (me == 1) {
      usleep(1000);
      fork_here();
    }
    in_critical();
    break;
  case 5:
    if (me == 0)
      in_named_critical();
    if (me == 1) {
      usleep(1000);
      fork_here();
    }
    in_named_critical();
    break;
  case 6: // The others wait for each other, and one for the child's parent.
    if (me == 1)
      fork_here();
#pragma omp barrier
    break;
  case 7:
    if (me == 1)
      fork_here();
#pragma omp single copyprivate(sum)
    sum = 1;
    CHECK_INT(sum, 1);
    break;
  default: // The members of one more loop after another come to share memory.
    for (int loop = 0; loop < 30; loop++) {
      if (loop == 20 && me == 1)
        fork_here();
#pragma omp for reduction(task, + : total) schedule(dynamic)
      for (int i = 0; i < THREADS; i++) {
#pragma omp task in_reduction(+ : total)
        total++;
      }
    }
  }
}

/* The child is alone in the team; what it does next goes on without the others. */
static void end_child(void) {
#pragma omp barrier
  CHECK_INT(omp_get_num_threads(), 1);
#pragma omp critical
  in_child++;
#pragma omp critical(name)
  in_child++;
  CHECK_INT(in_child, 3);
  omp_set_max_active_levels(8);
  check_region(3);
  pid_t grandchild = raw(round_now / 2);
  if (grandchild == 0) {
    check_region(2);
    child_exit();
  }
  child_ended_well(grandchild);
  child_exit();
}

int main(void) {
  for (round_now = 0; round_now < 40; round_now++)
    for (int kind = round_now < 4 ? 0 : KINDS - 1; kind < KINDS; kind++) {
      forked = 0;
#pragma omp parallel num_threads(THREADS)
      {
        construct(kind);
        if (in_child)
          end_child();
      }
      // The children of a worker do not hear of an alarm, since it blocks the signal.
      int status = -1, waits = 0;
      while (waitpid(child, &status, WNOHANG) == 0)
        if (usleep(1000), ++waits == PATIENCE)
          kill(child, SIGKILL);
      CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "kind %d: wait status 0x%x", kind, status);
    }
  return check_done();
}
