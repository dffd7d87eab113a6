// The functions that only libiomp5 has: on 128-bit floats and complex numbers of two of them, and
// on every other type with a 128-bit operand.
//@ skip[libgomp]: it has no such functions
//@ skip[libomp]: only libiomp5 has these functions
//@ flags: -fno-strict-aliasing
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "kmpc_atomic.h"

#if LDBL_MANT_DIG == 113 /* AArch64: GCC has no other name for it there. */
typedef long double quad;
#else
typedef __float128 quad;
#endif
typedef struct {
  quad re, im;
} pair; /* C passes and returns it as it does _Complex __float128. */

#define OP(TYPE, OP, X, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP, TYPE "_" OP "_cpt", X, X, xs, es, sizeof(X), true, EXPRESSION)
#define REV(TYPE, OP, X, EXPRESSION) \
  CHECK_UPDATE_OF(TYPE "_" OP "_rev", TYPE "_" OP "_cpt_rev", X, X, xs, es, sizeof(X), true, EXPRESSION)

static void float16(void) {
  static const quad xs[] = {1, 0, -1, 0.1, 1e300, LDBL_MAX, LDBL_TRUE_MIN};
  static const quad es[] = {3, -0.7, 1e-5, 1, -LDBL_MAX};
  OP("float16", "add", quad, x + e);
  OP("float16", "sub", quad, x - e);
  OP("float16", "mul", quad, x *e);
  OP("float16", "div", quad, x / e);
  REV("float16", "sub", quad, e - x);
  REV("float16", "div", quad, e / x);
  OP("float16", "min", quad, e < x ? e : x);
  OP("float16", "max", quad, x < e ? e : x);
  CHECK_ACCESS_OF("float16", quad, xs, sizeof(quad));
}

static pair plus(pair x, pair e) { return (pair){x.re + e.re, x.im + e.im}; }
static pair minus(pair x, pair e) { return (pair){x.re - e.re, x.im - e.im}; }
static pair times(pair x, pair e) { return (pair){x.re * e.re - x.im * e.im, x.re * e.im + x.im * e.re}; }
/* Exact for what is divided here. */
static pair over(pair x, pair e) {
  quad square = e.re * e.re + e.im * e.im;
  pair product = times(x, (pair){e.re, -e.im});
  return (pair){product.re / square, product.im / square};
}

static void cmplx16(void) {
  static const pair xs[] = {{3, 1}, {4, -6}, {-0.25, 8}};
  static const pair es[] = {{1, 1}, {0, -2}, {2, 2}, {-4, 0}};
#define PAIR(OP, X_OP_E) CHECK_UPDATE_OF("cmplx16_" OP, "cmplx16_" OP "_cpt", pair, pair, xs, es, sizeof(pair), true, X_OP_E)
#define PAIR_REV(OP, E_OP_X) \
  CHECK_UPDATE_OF("cmplx16_" OP "_rev", "cmplx16_" OP "_cpt_rev", pair, pair, es, xs, sizeof(pair), true, E_OP_X)
  PAIR("add", plus(x, e));
  PAIR("sub", minus(x, e));
  PAIR("mul", times(x, e));
  PAIR("div", over(x, e));
  PAIR_REV("sub", minus(e, x));
  PAIR_REV("div", over(e, x));
  CHECK_ACCESS_OF("cmplx16", pair, xs, sizeof(pair));
}

#define WITH_QUAD(TYPE, OP, X, SIZE, LEAST, GREATEST, EXPRESSION)                                            \
  CHECK_UPDATE_OF(TYPE "_" OP "_fp", TYPE "_" OP "_cpt_fp", X, quad, xs, es, SIZE,                           \
                  ((quad)(EXPRESSION) >= LEAST && (quad)(EXPRESSION) <= GREATEST), EXPRESSION)
#define WITH_QUAD_REV(TYPE, OP, X, SIZE, LEAST, GREATEST, EXPRESSION)                                        \
  CHECK_UPDATE_OF(TYPE "_" OP "_rev_fp", TYPE "_" OP "_cpt_rev_fp", X, quad, xs, es, SIZE,                   \
                  ((quad)(EXPRESSION) >= LEAST && (quad)(EXPRESSION) <= GREATEST), EXPRESSION)

#define OPERATIONS(TYPE, X, SIZE, LEAST, GREATEST)                   \
  WITH_QUAD(#TYPE, "add", X, SIZE, LEAST, GREATEST, x + e);          \
  WITH_QUAD(#TYPE, "sub", X, SIZE, LEAST, GREATEST, x - e);          \
  WITH_QUAD(#TYPE, "mul", X, SIZE, LEAST, GREATEST, x *e);           \
  WITH_QUAD(#TYPE, "div", X, SIZE, LEAST, GREATEST, x / e);          \
  WITH_QUAD_REV(#TYPE, "sub", X, SIZE, LEAST, GREATEST, e - x);      \
  WITH_QUAD_REV(#TYPE, "div", X, SIZE, LEAST, GREATEST, e / x)

#define FIXED(TYPE, X, LEAST, GREATEST)                                   \
  static void TYPE(void) {                                                \
    static const X xs[] = {1, 0, 7, 100, (X)-5, GREATEST, (X)LEAST};      \
    static const quad es[] = {1, 0.5, -1.75, 3, 2.25, (quad)GREATEST / 4}; \
    OPERATIONS(TYPE, X, sizeof(X), (quad)LEAST, (quad)GREATEST);          \
  }

#define FLOAT(TYPE, X, SIZE, GREATEST, LEAST)                                 \
  static void TYPE(void) {                                                    \
    static const X xs[] = {1, 0, -0.7L, 0.1L, 1e30L, GREATEST, LEAST};        \
    static const quad es[] = {1, 1 / (quad)3, -1e-3, 1e20, LEAST, -GREATEST}; \
    OPERATIONS(TYPE, X, SIZE, -(quad)INFINITY, (quad)INFINITY);           \
  }

FIXED(fixed1, int8_t, INT8_MIN, INT8_MAX)
FIXED(fixed2, int16_t, INT16_MIN, INT16_MAX)
FIXED(fixed4, int32_t, INT32_MIN, INT32_MAX)
FIXED(fixed8, int64_t, INT64_MIN, INT64_MAX)
FIXED(fixed1u, uint8_t, 0, UINT8_MAX)
FIXED(fixed2u, uint16_t, 0, UINT16_MAX)
FIXED(fixed4u, uint32_t, 0, UINT32_MAX)
FIXED(fixed8u, uint64_t, 0, UINT64_MAX)
FLOAT(float4, float, 4, FLT_MAX, FLT_TRUE_MIN)
FLOAT(float8, double, 8, DBL_MAX, DBL_TRUE_MIN)
FLOAT(float10, long double, LONG_DOUBLE_BYTES, LDBL_MAX, LDBL_TRUE_MIN)

int main(void) {
  float16(), cmplx16();
  fixed1(), fixed2(), fixed4(), fixed8();
  fixed1u(), fixed2u(), fixed4u(), fixed8u();
  float4(), float8(), float10();
  return check_done();
}
