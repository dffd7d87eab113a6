// If the runtime cannot set up something for itself, it says so in a line on stderr and the program
// goes on: handlers of forks and of the process's end (here the C library's functions are the
// program's own), a thread's key, a page that forks wipe, memory that is shared with children.
//@ skip[libomp]: ends the process without a key
//@ flags: -rdynamic
//@ stderr[ferromp]: ferromp: no handlers of forks can be registered, and forked children may hang: .*memory
//@ stderr[ferromp]: ferromp: forks by raw clone or _Fork cannot be noticed: Invalid argument
//@ stderr[ferromp]: ferromp: the workers of threads that end cannot be used again: .*unavailable
//@ stderr[ferromp]: ferromp: out of memory: no statistics will be written when the process ends
//@ stderr[ferromp]: ferromp: out of memory: children that end without handlers .* leave no statistics
//@ env: FERROMP_STATS=1
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *library) {
  (void)prepare, (void)parent, (void)child, (void)library;
  return ENOMEM;
}

int __cxa_atexit(void (*handler)(void *), void *argument, void *library) {
  (void)handler, (void)argument, (void)library;
  return -1;
}

int madvise(void *start, size_t length, int advice) {
  if (advice == MADV_WIPEONFORK) {
    errno = EINVAL;
    return -1;
  }
  return (int)syscall(SYS_madvise, start, length, advice);
}

void *mmap(void *start, size_t length, int rights, int flags, int file, off_t offset) {
  if (flags & MAP_SHARED) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  return (void *)syscall(SYS_mmap, start, length, rights, flags, file, offset);
}

static void *native(void *unused) {
  int members = 0;
#pragma omp parallel num_threads(3) reduction(+ : members)
  members++;
  CHECK_INT(members, 3);
  return unused;
}

int main(void) {
  pthread_key_t key;
  while (pthread_key_create(&key, NULL) == 0) {
  }
  native(NULL);
  for (int i = 0; i < 3; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, native, NULL);
    pthread_join(thread, NULL);
  }
  return check_done();
}
