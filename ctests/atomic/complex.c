// The __kmpc_atomic_ functions on complex numbers of two floats, doubles and long doubles compute
// what C's operators compute: sums and products exactly, quotients but for the last bits. They
// capture the value before or after, those on two floats through a pointer.
//@ skip[libgomp]: it has no such functions
#include <complex.h>
#include <float.h>
#include <math.h>

#include "kmpc_atomic.h"

typedef _Complex float cmplx4;
typedef _Complex double cmplx8;
typedef _Complex long double cmplx10;

static const cmplx10 values[] = {1, 2 + 3 * I, -0.25L - 7 * I, -5 * I, 1e10L + 1e-10L * I, 1 / 3.L + 0.1L * I};
enum { VALUES = sizeof values / sizeof *values };

/* Whether two numbers differ by no more than TOLERANCE times their magnitude. */
static int close_to(cmplx10 a, cmplx10 b, long double tolerance) {
  return fabsl(creall(a) - creall(b)) + fabsl(cimagl(a) - cimagl(b)) <= tolerance * (fabsl(creall(b)) + fabsl(cimagl(b)));
}

#define CHECK_CLOSE(NAME, GOT, WANTED, TOLERANCE)                                                                    \
  CHECK(close_to(GOT, WANTED, TOLERANCE), "%s: got %Lg%+Lgi, wanted %Lg%+Lgi", NAME, creall((cmplx10)(GOT)),         \
        cimagl((cmplx10)(GOT)), creall((cmplx10)(WANTED)), cimagl((cmplx10)(WANTED)))

/* CALL calls the capturing function CAPTURED with VARIABLE, e and flag, and gives GOT its result.
   */
#define OP(NAME, CAPTURED, X, E, TOLERANCE, CALL, EXPRESSION)                               \
  do {                                                                                      \
    void (*update)(void *, int, X *, E) = (void (*)(void *, int, X *, E))kmpc_atomic(NAME); \
    void *capture = *CAPTURED ? kmpc_atomic(CAPTURED) : NULL;                               \
    for (int i = 0; i < VALUES; i++)                                                        \
      for (int j = 0; j < VALUES; j++) {                                                    \
        const X x = (X)values[i];                                                           \
        const E e = (E)values[j];                                                           \
        const X wanted = (X)(EXPRESSION);                                                   \
        X variable = x;                                                                     \
        if (update) {                                                                       \
          update(NULL, 0, &variable, e);                                                    \
          CHECK_CLOSE(NAME, variable, wanted, TOLERANCE);                                   \
        }                                                                                   \
        for (int flag = 0; capture && flag < 2; flag++) {                                   \
          variable = x;                                                                     \
          X got = 0;                                                                        \
          CALL;                                                                             \
          CHECK_CLOSE(CAPTURED, variable, wanted, TOLERANCE);                               \
          CHECK_CLOSE(CAPTURED " result", got, flag ? wanted : x, TOLERANCE);               \
        }                                                                                   \
      }                                                                                     \
  } while (0)

#define RETURNED(X) got = ((X(*)(void *, int, X *, X, int))capture)(NULL, 0, &variable, e, flag)
#define WRITTEN(X) ((void (*)(void *, int, X *, X, X *, int))capture)(NULL, 0, &variable, e, &got, flag)

#define COMPLEX(TYPE, EPSILON, CALL)                                                              \
  static void check_##TYPE(void) {                                                                \
    OP(#TYPE "_add", #TYPE "_add_cpt", TYPE, TYPE, 0, CALL(TYPE), x + e);                         \
    OP(#TYPE "_sub", #TYPE "_sub_cpt", TYPE, TYPE, 0, CALL(TYPE), x - e);                         \
    OP(#TYPE "_mul", #TYPE "_mul_cpt", TYPE, TYPE, EPSILON, CALL(TYPE), x *e);                    \
    OP(#TYPE "_div", #TYPE "_div_cpt", TYPE, TYPE, 8 * EPSILON, CALL(TYPE), x / e);               \
    OP(#TYPE "_sub_rev", #TYPE "_sub_cpt_rev", TYPE, TYPE, 0, CALL(TYPE), e - x);                 \
    OP(#TYPE "_div_rev", #TYPE "_div_cpt_rev", TYPE, TYPE, 8 * EPSILON, CALL(TYPE), e / x);       \
    TYPE variable = (TYPE)values[0], got;                                                         \
    void (*store)(void *, int, TYPE *, TYPE) = (void (*)(void *, int, TYPE *, TYPE))kmpc_atomic(#TYPE "_wr"); \
    store(NULL, 0, &variable, (TYPE)values[1]);                                                   \
    CHECK_CLOSE(#TYPE "_wr", variable, (TYPE)values[1], 0);                                       \
    TYPE (*load)(void *, int, TYPE *) = (TYPE(*)(void *, int, TYPE *))kmpc_atomic(#TYPE "_rd");   \
    got = load(NULL, 0, &variable);                                                               \
    CHECK_CLOSE(#TYPE "_rd", got, (TYPE)values[1], 0);                                            \
  }

COMPLEX(cmplx4, FLT_EPSILON, WRITTEN)
COMPLEX(cmplx8, DBL_EPSILON, RETURNED)
COMPLEX(cmplx10, LDBL_EPSILON, RETURNED)

static void exchange(void) {
  cmplx4 four = 1, before;
  ((void (*)(void *, int, cmplx4 *, cmplx4, cmplx4 *))kmpc_atomic("cmplx4_swp"))(NULL, 0, &four, 2 + 3 * I, &before);
  CHECK_CLOSE("cmplx4_swp", four, 2 + 3 * I, 0);
  CHECK_CLOSE("cmplx4_swp result", before, 1, 0);
  cmplx8 eight = 1;
  cmplx8 seen = ((cmplx8(*)(void *, int, cmplx8 *, cmplx8))kmpc_atomic("cmplx8_swp"))(NULL, 0, &eight, 2 + 3 * I);
  CHECK_CLOSE("cmplx8_swp", eight, 2 + 3 * I, 0);
  CHECK_CLOSE("cmplx8_swp result", seen, 1, 0);
  cmplx10 ten = 1 - I;
  cmplx10 was = ((cmplx10(*)(void *, int, cmplx10 *, cmplx10))kmpc_atomic("cmplx10_swp"))(NULL, 0, &ten, 2 + 3 * I);
  CHECK_CLOSE("cmplx10_swp", ten, 2 + 3 * I, 0);
  CHECK_CLOSE("cmplx10_swp result", was, 1 - I, 0);
}

static void floats_with_doubles(void) {
  OP("cmplx4_add_cmplx8", "", cmplx4, cmplx8, FLT_EPSILON, , x + e);
  OP("cmplx4_sub_cmplx8", "", cmplx4, cmplx8, FLT_EPSILON, , x - e);
  OP("cmplx4_mul_cmplx8", "", cmplx4, cmplx8, FLT_EPSILON, , x *e);
  OP("cmplx4_div_cmplx8", "", cmplx4, cmplx8, FLT_EPSILON, , x / e);
}

int main(void) {
  check_cmplx4();
  check_cmplx8();
  check_cmplx10();
  exchange();
  floats_with_doubles();
  return check_done();
}
