// The __kmpc_atomic_ functions on floats compute what C's operators compute, long double included,
// and so do those whose operand is a double.
//@ skip[libgomp]: it has no such functions
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "kmpc_atomic.h"

#define OP(TYPE, OP, X, SIZE, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP, TYPE "_" OP "_cpt", X, X, xs, es, SIZE, true, EXPRESSION)
#define REV(TYPE, OP, X, SIZE, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP "_rev", TYPE "_" OP "_cpt_rev", X, X, xs, es, SIZE, true, EXPRESSION)

#define FLOAT(TYPE, X, SIZE, GREATEST, LEAST)                                               \
  static void TYPE(void) {                                                                  \
    static const X xs[] = {1, 0, -0.0, -1, 0.1L, 1 / 3.L, 1e10L, GREATEST, LEAST, INFINITY}; \
    static const X es[] = {3, -0.7L, 1e-5L, 1, -GREATEST, LEAST, -INFINITY};                \
    OP(#TYPE, "add", X, SIZE, x + e);                                                       \
    OP(#TYPE, "sub", X, SIZE, x - e);                                                       \
    OP(#TYPE, "mul", X, SIZE, x *e);                                                        \
    OP(#TYPE, "div", X, SIZE, x / e);                                                       \
    REV(#TYPE, "sub", X, SIZE, e - x);                                                      \
    REV(#TYPE, "div", X, SIZE, e / x);                                                      \
    OP(#TYPE, "min", X, SIZE, e < x ? e : x);                                               \
    OP(#TYPE, "max", X, SIZE, x < e ? e : x);                                               \
    CHECK_ACCESS_OF(#TYPE, X, xs, SIZE);                                                    \
  }

FLOAT(float4, float, 4, FLT_MAX, FLT_TRUE_MIN)
FLOAT(float8, double, 8, DBL_MAX, DBL_TRUE_MIN)
FLOAT(float10, long double, LONG_DOUBLE_BYTES, LDBL_MAX, LDBL_TRUE_MIN)

#define MIXED(TYPE, X, OP, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP "_float8", "", X, double, xs, es, sizeof(X), true, EXPRESSION)

#define INTEGER_WITH_DOUBLE(TYPE, X)                   \
  static void TYPE(void) {                             \
    static const X xs[] = {0, 1, -1, 5, -7, 30};       \
    static const double es[] = {0.5, -1.5, 2, 3.25};   \
    MIXED(#TYPE, X, "mul", x *e);                      \
    MIXED(#TYPE, X, "div", x / e);                     \
  }

INTEGER_WITH_DOUBLE(fixed1, int8_t)
INTEGER_WITH_DOUBLE(fixed2, int16_t)
INTEGER_WITH_DOUBLE(fixed4, int32_t)
INTEGER_WITH_DOUBLE(fixed8, int64_t)

static void float_with_double(void) {
  static const float xs[] = {0, 1, -1, 0.1f, 1e30f, FLT_MAX};
  static const double es[] = {1 / 3., -1e-3, 7, 1e300};
  MIXED("float4", float, "add", x + e);
  MIXED("float4", float, "sub", x - e);
  MIXED("float4", float, "mul", x *e);
  MIXED("float4", float, "div", x / e);
}

int main(void) {
  float4(), float8(), float10();
  fixed1(), fixed2(), fixed4(), fixed8();
  float_with_double();
  return check_done();
}
