// The __kmpc_atomic_ functions on integers compute what C's operators compute, and capture the
// value before or after.
//@ flags: -fwrapv
//@ skip[libgomp]: it has no such functions
#include <stdbool.h>
#include <stdint.h>

#include "kmpc_atomic.h"

#define OP(TYPE, OP, X, WHERE, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP, TYPE "_" OP "_cpt", X, X, xs, es, sizeof(X), WHERE, EXPRESSION)
#define REV(TYPE, OP, X, WHERE, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP "_rev", TYPE "_" OP "_cpt_rev", X, X, xs, es, sizeof(X), WHERE, EXPRESSION)

/* The one quotient that does not fit, and that the processor refuses: the least number by minus
   one. */
#define FITS(X, a, b) (b != 0 && !((X)-1 < 0 && b == (X)-1 && sizeof(X) >= 4))
#define COUNT(X, n) (n >= 0 && (uint64_t)n < 8 * sizeof(X))

#define SIGNED(TYPE, X, MIN, MAX)                           \
  static void TYPE(void) {                                  \
    static const X xs[] = {0, 1, -1, 5, -7, 100, MAX, MIN}; \
    static const X es[] = {3, -2, 0, 1, -1, 7, MAX, MIN};   \
    OP(#TYPE, "add", X, true, x + e);                       \
    OP(#TYPE, "sub", X, true, x - e);                       \
    OP(#TYPE, "mul", X, true, x *e);                        \
    OP(#TYPE, "div", X, FITS(X, x, e), x / e);              \
    REV(#TYPE, "sub", X, true, e - x);                      \
    REV(#TYPE, "div", X, FITS(X, e, x), e / x);             \
    OP(#TYPE, "andb", X, true, x &e);                       \
    OP(#TYPE, "orb", X, true, x | e);                       \
    OP(#TYPE, "xor", X, true, x ^ e);                       \
    OP(#TYPE, "neqv", X, true, x ^ e);                      \
    OP(#TYPE, "eqv", X, true, x ^ ~e);                      \
    OP(#TYPE, "andl", X, true, x &&e);                      \
    OP(#TYPE, "orl", X, true, x || e);                      \
    OP(#TYPE, "shl", X, COUNT(X, e), x << e);               \
    OP(#TYPE, "shr", X, COUNT(X, e), x >> e);               \
    REV(#TYPE, "shl", X, COUNT(X, x), e << x);              \
    REV(#TYPE, "shr", X, COUNT(X, x), e >> x);              \
    OP(#TYPE, "min", X, true, e < x ? e : x);               \
    OP(#TYPE, "max", X, true, x < e ? e : x);               \
    CHECK_ACCESS_OF(#TYPE, X, xs, sizeof(X));               \
  }

#define UNSIGNED(TYPE, X)                                         \
  static void TYPE(void) {                                        \
    static const X xs[] = {0, 1, (X)-1, 5, (X)-7, 100, (X)-1 / 2}; \
    static const X es[] = {3, (X)-2, 0, 1, (X)-1, 7};             \
    OP(#TYPE, "div", X, FITS(X, x, e), x / e);                    \
    REV(#TYPE, "div", X, FITS(X, e, x), e / x);                   \
    OP(#TYPE, "shr", X, COUNT(X, e), x >> e);                     \
    REV(#TYPE, "shr", X, COUNT(X, x), e >> x);                    \
  }

SIGNED(fixed1, int8_t, INT8_MIN, INT8_MAX)
SIGNED(fixed2, int16_t, INT16_MIN, INT16_MAX)
SIGNED(fixed4, int32_t, INT32_MIN, INT32_MAX)
SIGNED(fixed8, int64_t, INT64_MIN, INT64_MAX)
UNSIGNED(fixed1u, uint8_t)
UNSIGNED(fixed2u, uint16_t)
UNSIGNED(fixed4u, uint32_t)
UNSIGNED(fixed8u, uint64_t)

int main(void) {
  fixed1(), fixed2(), fixed4(), fixed8();
  fixed1u(), fixed2u(), fixed4u(), fixed8u();
  return check_done();
}
