// Compare-and-swap says whether, or with what, it succeeded; updates by a function of the program's
// apply it once.
//@ skip[libgomp]: it has no such functions
#include <stdint.h>

#include "kmpc_atomic.h"

#define COMPARE(SIZE, X)                                                                                       \
  do {                                                                                                         \
    X variable, to;                                                                                            \
    char (*succeeds)(void *, int, X *, X, X) = kmpc_atomic("bool_" #SIZE "_cas");                              \
    X (*value)(void *, int, X *, X, X) = kmpc_atomic("val_" #SIZE "_cas");                                     \
    char (*succeeds_to)(void *, int, X *, X, X, X *) = kmpc_atomic("bool_" #SIZE "_cas_cpt");                  \
    X (*value_to)(void *, int, X *, X, X, X *) = kmpc_atomic("val_" #SIZE "_cas_cpt");                         \
    for (int equal = 0; equal < 2; equal++) {                                                                  \
      const X before = -3, expected = equal ? -3 : 3, after = equal ? 100 : -3;                                \
      variable = before;                                                                                       \
      CHECK_INT(succeeds(NULL, 0, &variable, expected, 100), equal);                                           \
      CHECK_INT(variable, after);                                                                              \
      variable = before;                                                                                       \
      CHECK_INT(value(NULL, 0, &variable, expected, 100), before);                                             \
      CHECK_INT(variable, after);                                                                              \
      variable = before, to = 77;                                                                              \
      CHECK_INT(succeeds_to(NULL, 0, &variable, expected, 100, &to), equal);                                   \
      CHECK_INT(variable, after);                                                                              \
      CHECK_INT(to, equal ? 77 : before);                                                                      \
      variable = before, to = 77;                                                                              \
      CHECK_INT(value_to(NULL, 0, &variable, expected, 100, &to), before);                                     \
      CHECK_INT(variable, after);                                                                              \
      CHECK_INT(to, after);                                                                                    \
    }                                                                                                          \
  } while (0)

static int calls, size;

/* Subtracts byte by byte. */
static void subtract(void *to, const void *a, const void *b) {
  calls++;
  for (int i = 0; i < size; i++) ((char *)to)[i] = ((const char *)a)[i] - ((const char *)b)[i];
}

static void by_function(const char *name, int bytes) {
  _Alignas(32) char variable[40];
  char operand[40];
  memset(variable, 9, sizeof variable);
  memset(operand, 4, sizeof operand);
  calls = 0, size = bytes;
  void (*update)(void *, int, void *, void *, void (*)(void *, const void *, const void *)) = kmpc_atomic(name);
  update(NULL, 0, variable, operand, subtract);
  CHECK_INT(calls, 1);
  for (int i = 0; i < 40; i++) CHECK(variable[i] == (i < bytes ? 5 : 9), "%s: byte %d is %d", name, i, variable[i]);
}

int main(void) {
  COMPARE(1, int8_t);
  COMPARE(2, int16_t);
  COMPARE(4, int32_t);
  COMPARE(8, int64_t);
  by_function("1", 1);
  by_function("2", 2);
  by_function("4", 4);
  by_function("8", 8);
  by_function("10", 10);
  by_function("16", 16);
  by_function("20", 20);
  by_function("32", 32);
  return check_done();
}
