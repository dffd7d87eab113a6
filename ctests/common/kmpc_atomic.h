/* For programs that call the __kmpc_atomic_ functions by name, as Intel's compilers do: neither gcc
   nor clang emits them, and libgomp has none. */
#ifndef CTESTS_KMPC_ATOMIC_H
#define CTESTS_KMPC_ATOMIC_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <float.h>
#include <string.h>

#include "check.h"

/* The bytes of a long double that count: an x87 number, or binary128. */
enum { LONG_DOUBLE_BYTES = LDBL_MANT_DIG == 64 ? 10 : 16 };

/* The function of this name after the prefix. NULL, and a failure, if the runtime lacks it. */
static inline void *kmpc_atomic(const char *name) {
  /* A region binds the program to its runtime, and libomp's functions only work once it has
     started. */
  int started = 0;
#pragma omp parallel num_threads(1)
  started = 1;
  CHECK_INT(started, 1);
  char full[80];
  snprintf(full, sizeof full, "__kmpc_atomic_%s", name);
  void *function = dlsym(RTLD_DEFAULT, full);
  CHECK(function != NULL, "%s is missing", full);
  return function;
}

/* The bytes of a value, the last first. */
static inline const char *hex(const void *value, size_t size) {
  static _Thread_local char texts[4][80];
  static _Thread_local int next;
  char *text = texts[next++ % 4];
  for (size_t i = 0; i < size; i++) snprintf(text + 2 * i, 3, "%02x", ((const unsigned char *)value)[size - 1 - i]);
  return text;
}

/* Checks that a variable has the bytes wanted. SIZE leaves out a long double's padding. */
#define CHECK_BYTES(name, variable, wanted, size)                                                                \
  CHECK(memcmp(&(variable), &(wanted), size) == 0, "%s: got %s, wanted %s", name, hex(&(variable), size), \
        hex(&(wanted), size))

/* Checks the update NAME and its capturing form on every pair of XS and ES; EXPRESSION says what
   becomes of x and e. WHERE chooses the pairs that C defines. CAPTURED is the name of the form that
   returns a value, or "". */
#define CHECK_UPDATE_OF(NAME, CAPTURED, X, E, XS, ES, SIZE, WHERE, EXPRESSION)                      \
  do {                                                                                              \
    void (*update)(void *, int, X *, E) = (void (*)(void *, int, X *, E))kmpc_atomic(NAME);         \
    X (*capture)(void *, int, X *, E, int) =                                                        \
        *CAPTURED ? (X (*)(void *, int, X *, E, int))kmpc_atomic(CAPTURED) : NULL;                   \
    for (size_t i = 0; i < sizeof XS / sizeof *XS; i++)                                             \
      for (size_t j = 0; j < sizeof ES / sizeof *ES; j++) {                                         \
        const X x = XS[i];                                                                          \
        const E e = ES[j];                                                                          \
        if (!(WHERE)) continue;                                                                     \
        const X wanted = (X)(EXPRESSION);                                                           \
        X variable = x;                                                                             \
        if (update) {                                                                               \
          update(NULL, 0, &variable, e);                                                            \
          CHECK_BYTES(NAME, variable, wanted, SIZE);                                                \
        }                                                                                           \
        for (int flag = 0; capture && flag < 2; flag++) {                                           \
          variable = x;                                                                             \
          X got = capture(NULL, 0, &variable, e, flag);                                             \
          CHECK_BYTES(CAPTURED, variable, wanted, SIZE);                                            \
          CHECK_BYTES(CAPTURED " result", got, *(flag ? &wanted : &x), SIZE);                       \
        }                                                                                           \
      }                                                                                             \
  } while (0)

/* Checks read, write and exchange. */
#define CHECK_ACCESS_OF(TYPE, X, XS, SIZE)                                                            \
  do {                                                                                                \
    X (*load)(void *, int, X *) = (X (*)(void *, int, X *))kmpc_atomic(TYPE "_rd");                   \
    void (*store)(void *, int, X *, X) = (void (*)(void *, int, X *, X))kmpc_atomic(TYPE "_wr");      \
    X (*swap)(void *, int, X *, X) = (X (*)(void *, int, X *, X))kmpc_atomic(TYPE "_swp");            \
    for (size_t i = 1; i < sizeof XS / sizeof *XS; i++) {                                             \
      X variable = XS[i], got;                                                                        \
      if (load) {                                                                                     \
        got = load(NULL, 0, &variable);                                                               \
        CHECK_BYTES(TYPE "_rd", got, XS[i], SIZE);                                                    \
      }                                                                                               \
      if (store) {                                                                                    \
        store(NULL, 0, &variable, XS[i - 1]);                                                         \
        CHECK_BYTES(TYPE "_wr", variable, XS[i - 1], SIZE);                                           \
      }                                                                                               \
      if (swap) {                                                                                     \
        variable = XS[i];                                                                             \
        got = swap(NULL, 0, &variable, XS[i - 1]);                                                    \
        CHECK_BYTES(TYPE "_swp result", got, XS[i], SIZE);                                            \
        CHECK_BYTES(TYPE "_swp", variable, XS[i - 1], SIZE);                                          \
      }                                                                                               \
    }                                                                                                 \
  } while (0)

#endif
