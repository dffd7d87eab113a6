// The same as async_copies.c under libomp's node, with depend objects as Clang makes them: it needs
// the objects' order.
//@ skip[gcc]: its depend objects are others
//@ skip[libomp]: has these routines in libomptarget only
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void chain(int host) {
  int (*copy)(void *, const void *, size_t, size_t, size_t, int, int, int, omp_depend_t *) =
      dlvsym(RTLD_DEFAULT, "omp_target_memcpy_async", "VERSION");
  CHECK(copy != NULL, "no such routine");
  char from[16] = "----------------", to[16] = "", last[16] = "";
  int unrelated = 0, free_to_end = 0;
  omp_depend_t order[2];
#pragma omp depobj(order[0]) depend(inout : from)
#pragma omp depobj(order[1]) depend(inout : to)
#pragma omp task shared(from) depend(out : from)
  {
    usleep(500);
    memcpy(from, "0123456789abcdef", 16);
  }
  // A child that has nothing to do with the copies is not waited for.
  if (omp_get_num_threads() > 1) {
#pragma omp task shared(free_to_end, unrelated)
    {
      while (!__atomic_load_n(&free_to_end, __ATOMIC_ACQUIRE))
        usleep(50);
      unrelated = 1;
    }
  }
  CHECK_INT(copy(to, from, 12, 2, 4, host, host, 2, order), 0);
  CHECK_INT(copy(last, to, 16, 0, 0, host, host, 1, order + 1), 0);
  __atomic_store_n(&free_to_end, 1, __ATOMIC_RELEASE);
#pragma omp taskwait
  CHECK(memcmp(to, "\0\0" "456789abcdef", 14) == 0, "%.14s", to + 2);
  CHECK(memcmp(last, to, 16) == 0, "%.14s", last + 2);
#pragma omp depobj(order[0]) destroy
#pragma omp depobj(order[1]) destroy
}

int main(void) {
  int host = omp_get_initial_device();
  chain(host);
#pragma omp parallel num_threads(3)
  chain(host);
  return check_done();
}
