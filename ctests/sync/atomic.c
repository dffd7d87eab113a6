// Atomic updates, captures, reads and writes on types of every size, also those that need the
// runtime's lock.
//@ flags: -latomic
#include <complex.h>
#include <omp.h>

#include "check.h"

enum { ROUNDS = 2000, THREADS = 4, ALL = ROUNDS * THREADS };

static char c;
static unsigned short s;
static int i;
static long long l;
static float f;
static double d;
static long double x;
#ifdef __clang__
static double _Complex z;
#endif

int main(void) {
  static unsigned char taken[ALL];
  int next = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp atomic
    c++;
#pragma omp atomic
    s += 3;
#pragma omp atomic
    i -= 2;
#pragma omp atomic
    l += 1ll << 33;
#pragma omp atomic
    f += 1;
#pragma omp atomic
    d = d + 0.5;
#pragma omp atomic
    x += 1;
#ifdef __clang__
    // GCC takes no complex expression here.
#pragma omp atomic
    z += 1 + 2 * I;
#endif
    int ticket;
#pragma omp atomic capture
    ticket = next++;
    taken[ticket]++;
  }
  CHECK_INT(c, (char)ALL);
  CHECK_INT(s, (unsigned short)(3 * ALL));
  CHECK_INT(i, -2 * ALL);
  CHECK_INT(l, (1ll << 33) * ALL);
  CHECK(f == ALL, "f is %g", f);
  CHECK(d == ALL / 2.0, "d is %g", d);
  CHECK(x == ALL, "x is %Lg", x);
#ifdef __clang__
  CHECK(creal(z) == ALL && cimag(z) == 2.0 * ALL, "z is %g + %gi", creal(z), cimag(z));
#endif
  for (int ticket = 0; ticket < ALL; ticket++)
    CHECK_INT(taken[ticket], 1);
  return check_done();
}
