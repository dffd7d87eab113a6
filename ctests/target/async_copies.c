// omp_target_memcpy_async and its siblings copy as tasks do, after what their depend objects name.
//@ skip[clang]: libomp has none of these routines
//@ skip[libgomp]: GCC 12's has none of these routines
//@ skip[gcc libomp]: has none of these routines
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void *routine(const char *name) {
  void *found = dlsym(RTLD_DEFAULT, name);
  CHECK(found != NULL, "%s does not exist", name);
  return found;
}

static void chain(int host) {
  int (*copy)(void *, const void *, size_t, size_t, size_t, int, int, int, omp_depend_t *) =
      routine("omp_target_memcpy_async");
  void *(*set)(void *, int, size_t, int, int, omp_depend_t *) = routine("omp_target_memset_async");
  int (*copy_rectangle)(void *, const void *, size_t, int, const size_t *, const size_t *, const size_t *,
                        const size_t *, const size_t *, int, int, int, omp_depend_t *) =
      routine("omp_target_memcpy_rect_async");

  char from[16] = "----------------", to[16] = "", last[16] = "";
  omp_depend_t order[2];
#pragma omp depobj(order[0]) depend(inout : from)
#pragma omp depobj(order[1]) depend(inout : to)
#pragma omp task shared(from) depend(out : from)
  {
    usleep(1000);
    memcpy(from, "0123456789abcdef", 16);
  }
  CHECK_INT(copy(to, from, 12, 2, 4, host, host, 2, order), 0);
  CHECK(set(to, 'x', 2, host, 1, order + 1) == to, "memset returns something else");
  {
    size_t volume[] = {2, 3}, at[] = {1, 1}, of[] = {0, 0}, size[] = {4, 4};
    CHECK_INT(copy_rectangle(last, to, 1, 2, volume, at, of, size, size, host, host, 1, order + 1), 0);
    volume[0] = volume[1] = at[0] = of[0] = size[0] = size[1] = 99;
    CHECK_INT(copy_rectangle(NULL, NULL, 1, 2, volume, at, of, size, size, host, host, 0, NULL), INT_MAX);
    CHECK_INT(copy_rectangle(last, to, 1, 2, volume, at, of, size, size, host, 99, 0, NULL), EINVAL);
  }
#pragma omp taskwait
  CHECK(memcmp(to, "xx456789abcdef", 14) == 0, "%.16s", to);
  CHECK(memcmp(last, "\0\0\0\0\0xx4\0" "678\0\0\0", 16) == 0, "%.3s %.3s", last + 5, last + 9);
  CHECK_INT(copy(to, from, 1, 0, 0, host, 99, 0, NULL), EINVAL);
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
