// A fork at any moment of the process's first OpenMP region, which another thread makes: the child,
// its child and the regions of both come to their ends. So that the fork comes where the runtime
// prepares for forks, its calls of the C library come here first. Handlers of forks are registered
// when the library is loaded; the first call does it if that failed.
//@ skip[libgomp]: children hang at their first region
//@ skip[libomp]: children wait for members that are not there
//@ flags: -D_GNU_SOURCE -rdynamic -ldl
//@ flags[gcc]: -Wno-infinite-recursion
//@ also: LOADED_WITHOUT_HANDLERS=1
//@ timeout: 60
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <omp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

#include "child.h"

enum { PROCESSES = 100 };

// Where the fork comes; with AT_A_TIME, a number of microseconds after `ready`.
enum { BEFORE_ADVICE, BEFORE_NUMBER, AT_A_TIME, WITH_LOADER, BEFORE_HANDLERS, AFTER_HANDLERS, PLACES };
static int place, ready, forked;

// Whether all libraries are loaded.
static int main_runs;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec * 1e-3;
}

static void here(int number) {
  if (place != number || ready)
    return;
  __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
  for (double end = now() + 1e6; !__atomic_load_n(&forked, __ATOMIC_ACQUIRE) && now() < end;)
    ;
}

// Whether the kernel is one that wipes no page in a child.
static int is_old;

int madvise(void *memory, size_t size, int advice) {
  here(BEFORE_ADVICE);
  if (is_old && advice == MADV_WIPEONFORK) {
    errno = EINVAL;
    return -1;
  }
  return (int)syscall(SYS_madvise, memory, size, advice);
}

// Whoever starts the runtime may tell others of this process by its number.
pid_t getpid(void) {
  here(BEFORE_NUMBER);
  return (pid_t)syscall(SYS_getpid);
}

int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *library) {
  int (*next)(void (*)(void), void (*)(void), void (*)(void), void *);
  if (!main_runs && getenv("LOADED_WITHOUT_HANDLERS"))
    return ENOMEM;
  *(void **)&next = dlsym(RTLD_NEXT, "__register_atfork");
  here(BEFORE_HANDLERS);
  int result = next(prepare, parent, child, library);
  here(AFTER_HANDLERS);
  return result;
}

// The loader holds a lock while it shows its objects, and the child has that lock held for ever.
typedef int look(struct dl_phdr_info *, size_t, void *);
struct looks {
  look *look;
  void *data;
};

static int look_and_fork(struct dl_phdr_info *object, size_t size, void *data) {
  struct looks *looks = data;
  here(WITH_LOADER);
  return looks->look(object, size, looks->data);
}

int dl_iterate_phdr(look *look, void *data) {
  int (*next)(int (*)(struct dl_phdr_info *, size_t, void *), void *);
  *(void **)&next = dlsym(RTLD_NEXT, "dl_iterate_phdr");
  struct looks looks = {look, data};
  return next(look_and_fork, &looks);
}

static void *first_call(void *delay) {
  if (place == AT_A_TIME) {
    __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
    for (double end = now() + *(int *)delay; now() < end;)
      ;
  }
  check_region(2);
  // If there was no such place.
  __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
  return NULL;
}

static void live(int generations) {
  alarm(30);
  check_region(2);
  if (generations > 0) {
    pid_t pid = fork();
    if (pid == 0)
      live(generations - 1);
    child_ended_well(pid);
    check_region(3);
  }
  child_exit();
}

int main(void) {
  main_runs = 1;
  int places = getenv("LOADED_WITHOUT_HANDLERS") ? PLACES : BEFORE_HANDLERS;
  for (int process = 0; process < PROCESSES && check_failures == 0; process++) {
    // Forked before any OpenMP call: its runtime starts anew.
    pid_t pid = fork();
    if (pid == 0) {
      pthread_t thread;
      int delay = 2 * process;
      place = process % places;
      is_old = process / places % 4 == 3;
      pthread_create(&thread, NULL, first_call, &delay);
      while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE))
        ;
      pid_t child = fork();
      if (child == 0)
        live(2);
      __atomic_store_n(&forked, 1, __ATOMIC_RELEASE);
      child_ended_well(child);
      pthread_join(thread, NULL);
      child_exit();
    }
    child_ended_well(pid);
  }
  return check_done();
}
