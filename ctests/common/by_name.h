/* For programs that call entry points by name that the compilers here do not emit, or their
   runtimes do not have. */
#ifndef CTESTS_BY_NAME_H
#define CTESTS_BY_NAME_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>

#include "check.h"

/* The function of this name. The program ends if the runtime lacks it. */
static inline void *by_name(const char *name) {
  void *function = dlsym(RTLD_DEFAULT, name);
  if (function == NULL) {
    fprintf(stderr, "%s is missing\n", name);
    exit(1);
  }
  return function;
}

/* Declares a pointer of the function's name and type, and sets it: FUNCTION(void, GOMP_barrier_ext,
   (int kind)). */
#define FUNCTION(RESULT, NAME, ARGUMENTS) RESULT(*NAME) ARGUMENTS = (RESULT(*) ARGUMENTS)by_name(#NAME)

#endif
