// A signal's handler forks, wherever it has interrupted the thread: in the runtime, with whatever
// the runtime holds there, or in the program's own code. The child ends in the handler; if it was
// the program's own code, it returns from it, and goes on with what it was doing. Another thread
// forks too, in its own code: neither fork waits for what the other one holds.
//@ skip[libgomp]: a child that goes on hangs at its first region
//@ skip[libomp]: a child that goes on ends in a failed assertion
//@ also: OMP_WAIT_POLICY=passive
//@ flags: -rdynamic
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

#include "child.h"

enum { FORKS = 400 };

/* glibc's fork waits for its allocator's lock, also if the handler has interrupted the allocator.
   So the program's own functions stand before those of glibc, and say when a thread is there. */
static _Thread_local volatile int allocates;

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

#define ALLOCATES(type, call)  \
  do {                         \
    allocates++;               \
    type allocated = call;     \
    allocates--;               \
    return allocated;          \
  } while (0)

void *malloc(size_t size) { ALLOCATES(void *, __libc_malloc(size)); }
void *calloc(size_t count, size_t size) { ALLOCATES(void *, __libc_calloc(count, size)); }
void *realloc(void *block, size_t size) { ALLOCATES(void *, __libc_realloc(block, size)); }
void *memalign(size_t alignment, size_t size) { ALLOCATES(void *, __libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = memalign(alignment, size);
  return *block != NULL ? 0 : ENOMEM;
}

void free(void *block) {
  allocates++;
  __libc_free(block);
  allocates--;
}

static volatile sig_atomic_t forks, most = FORKS;
/* While the handler of one thread runs, the next signal may go to another. */
static _Thread_local volatile sig_atomic_t own_code;
static volatile int is_child;

static void forks_now(int signal) {
  (void)signal;
  /* The child of one has no timer, but may have inherited a signal that was on its way. */
  if (is_child || allocates || forks >= most)
    return;
  forks++;
  pid_t pid = fork();
  if (pid == 0) {
    is_child = 1;
    if (!own_code)
      _exit(0);
    return;
  }
  int status = 1;
  while (waitpid(pid, &status, 0) != pid) {
  }
  if (status != 0)
    _exit(99);
}

/* Now, if `fork_here`. */
static void compute(int fork_here) {
  own_code = 1;
  for (volatile int i = 0; i < 300; i++) {
  }
  if (fork_here) {
    most++;
    raise(SIGALRM);
  }
  own_code = 0;
}

/* Sizes that change, so that workers are hired and given up. */
static void sizes(int fork_here) {
  for (int size = 2; size <= 4; size++) {
    int members = 0;
#pragma omp parallel num_threads(size)
    {
      if (omp_get_thread_num() == 0)
        compute(fork_here);
#pragma omp barrier
#pragma omp atomic
      members++;
    }
    if (!is_child)
      CHECK_INT(members, size);
  }
}

static void tasks(int fork_here) {
  int done = 0;
#pragma omp parallel num_threads(2)
#pragma omp master
  {
    for (int i = 0; i < 100; i++) {
#pragma omp task shared(done)
#pragma omp atomic
      done++;
    }
    compute(fork_here);
  }
  if (!is_child)
    CHECK_INT(done, 100);
}

/* Another thread opens regions too, so that the two take turns, and forks. */
static volatile int stop;

static void *other(void *unused) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  for (int round = 0; !stop; round++) {
    int members = 0;
#pragma omp parallel num_threads(2)
#pragma omp atomic
    members++;
    CHECK_INT(members, 2);
    if (round % 4 != 0)
      continue;
    pid_t pid = fork();
    if (pid == 0)
      _exit(0);
    child_ended_well(pid);
  }
  return unused;
}

int main(void) {
  pthread_t thread;
  omp_set_max_active_levels(2);
  for (int i = 0; i < 20; i++) {
    sizes(0);
    tasks(0);
  }
  pthread_create(&thread, NULL, other, NULL);
  struct sigaction action = {.sa_handler = forks_now, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  struct itimerval often = {{0, 1000}, {0, 1000}};
  setitimer(ITIMER_REAL, &often, NULL);
  for (int round = 0; forks < FORKS && !is_child; round++) {
    sizes(0);
    if (round % 16 == 0)
      tasks(0);
  }
  setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
  /* Once in each place: the parent has one child there. */
  for (int round = 0; round < 10 && !is_child; round++) {
    sizes(1);
    if (!is_child)
      tasks(1);
    if (!is_child)
      compute(1);
  }
  if (is_child) {
    check_region(3);
    child_exit();
  }
  stop = 1;
  pthread_join(thread, NULL);
  check_region(3);
  return check_done();
}
