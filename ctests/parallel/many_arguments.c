// Any number of shared variables: clang passes the address of each as one argument of a variadic
// call.
#include <omp.h>

#include "check.h"

#define TEN(P) P##0, P##1, P##2, P##3, P##4, P##5, P##6, P##7, P##8, P##9
#define ADD_TEN(P)                                                                                 \
  P##0 += 1, P##1 += 2, P##2 += 3, P##3 += 4, P##4 += 5, P##5 += 6, P##6 += 7, P##7 += 8, P##8 += 9, P##9 += 10
#define SUM_TEN(P) (P##0 + P##1 + P##2 + P##3 + P##4 + P##5 + P##6 + P##7 + P##8 + P##9)
#define ZERO_TEN(P) P##0 = P##1 = P##2 = P##3 = P##4 = P##5 = P##6 = P##7 = P##8 = P##9 = 0

static void none(void) {
#pragma omp parallel num_threads(3)
  CHECK_INT(omp_get_num_threads(), 3);
}

static int one(int a) {
#pragma omp parallel num_threads(3)
#pragma omp critical
  a++;
  return a;
}

static double mixed(char c, short s, float f, double d, long long l, void *p) {
#pragma omp parallel num_threads(3)
#pragma omp critical
  {
    c++, s++, f++, d++, l++;
    p = (char *)p + 1;
  }
  return c + s + f + d + l + (double)(long)p;
}

static int fifty(int threads) {
  int TEN(a), TEN(b), TEN(c), TEN(d), TEN(e);
  ZERO_TEN(a);
  ZERO_TEN(b);
  ZERO_TEN(c);
  ZERO_TEN(d);
  ZERO_TEN(e);
#pragma omp parallel num_threads(threads)
#pragma omp critical
  {
    ADD_TEN(a);
    ADD_TEN(b);
    ADD_TEN(c);
    ADD_TEN(d);
    ADD_TEN(e);
  }
  return SUM_TEN(a) + SUM_TEN(b) + SUM_TEN(c) + SUM_TEN(d) + SUM_TEN(e);
}

int main(void) {
  none();
  CHECK_INT(one(10), 13);
  CHECK(mixed(1, 2, 3, 4, 5, (void *)6) == 39, "the sum is %g", mixed(1, 2, 3, 4, 5, (void *)6));
  for (int threads = 1; threads <= 4; threads++)
    CHECK_INT(fifty(threads), threads * 5 * 55);
  return check_done();
}
