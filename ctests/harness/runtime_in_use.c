// The runtime under test, and no other, serves the program.
//@ preload
//@ flags: -D_GNU_SOURCE -ldl
#include <dlfcn.h>
#include <limits.h>
#include <omp.h>

#include "check.h"

static void check_origin(void *function, const char *name) {
  Dl_info info;
  char path[PATH_MAX];
  const char *wanted = getenv("CTESTS_LIBRARY");
  if (function == NULL || dladdr(function, &info) == 0 || realpath(info.dli_fname, path) == NULL) {
    CHECK(0, "%s has no origin", name);
    return;
  }
  CHECK(wanted != NULL && strcmp(path, wanted) == 0, "%s comes from %s, not from %s", name, path, wanted);
}

int main(void) {
  check_origin((void *)omp_get_num_threads, "omp_get_num_threads");
#ifdef __clang__
  check_origin(dlsym(RTLD_DEFAULT, "__kmpc_fork_call"), "__kmpc_fork_call");
#else
  check_origin(dlsym(RTLD_DEFAULT, "GOMP_parallel"), "GOMP_parallel");
#endif
  return check_done();
}
