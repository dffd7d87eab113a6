// Entry points that code of Intel's compilers and libraries calls: the clock, pausing, flush with a
// memory order.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdint.h>
#include <time.h>

#include "check.h"

// False on a peer that lacks `name`; ferromp has them all.
static int find(void *function, const char *name) {
  void *address = dlsym(RTLD_DEFAULT, name);
  memcpy(function, &address, sizeof address);
  CHECK(address != NULL || !on_runtime("ferromp"), "%s", name);
  return address != NULL;
}

static void timestamp(void) {
  uint64_t (*stamp)(void);
  if (!find(&stamp, "__kmpc_get_timestamp")) return;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t before = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
  CHECK(stamp() - before < 60u * 1000000000u, "%llu", (unsigned long long)stamp());
}

static void pause_resource(void) {
  int (*pause)(int);
  if (!find(&pause, "__kmpc_pause_resource")) return;
  int threads = 0;
#pragma omp parallel num_threads(3) reduction(+ : threads)
  threads++;
  CHECK_INT(pause(1), 0);
  CHECK_INT(pause(-1), 1);
  CHECK_INT(pause(9), 1);
#pragma omp parallel num_threads(3) reduction(+ : threads)
  threads++;
  CHECK_INT(threads, 6);
}

// A message passed by plain variables, ordered by the call alone.
static void flush(void) {
  void (*explicit)(void *, int, int);
  if (!find(&explicit, "__kmpc_flush_explicit")) return;
  int failures = 0;
  for (int round = 0; round < 1000; round++) {
    int data = 0, ready = 0;
#pragma omp parallel num_threads(2) shared(data, ready) reduction(+ : failures)
    if (omp_get_thread_num() == 0) {
      data = 42;
      explicit(NULL, 4, 0);
      __atomic_store_n(&ready, 1, __ATOMIC_RELAXED);
    } else {
      while (!__atomic_load_n(&ready, __ATOMIC_RELAXED)) {
      }
      explicit(NULL, 4, 0);
      failures += data != 42;
    }
  }
  CHECK_INT(failures, 0);
}

int main(void) {
  timestamp();
  pause_resource();
  flush();
  return check_done();
}
