// Every operator, in regions, loops and sections, on integers and floating point.
#include <limits.h>
#include <omp.h>

#include "check.h"

enum { LENGTH = 60 };

int main(void) {
  for (int threads = 1; threads <= 6; threads++) {
    int sum = 5, minus = 100, all = 1, any = 0, xors = 3, ands = -1, ors = 0, least = INT_MAX, most = INT_MIN;
    unsigned long long product = 1;
    double fsum = 0.25, fmost = -1e300;
    float fleast = 1e30f;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 3) reduction(+ : sum, fsum) reduction(* : product)     \
    reduction(- : minus) reduction(&& : all) reduction(|| : any) reduction(^ : xors) reduction(& : ands)               \
    reduction(| : ors) reduction(min : least, fleast) reduction(max : most, fmost)
    for (int i = 0; i < LENGTH; i++) {
      sum += i;
      fsum += i / 2.0;
      product *= 3;
      minus -= i;
      all = all && i < LENGTH;
      any = any || i == 17;
      xors ^= i;
      ands &= ~(1 << (i % 8));
      ors |= 1 << (i % 5 * 3);
      int value = i * 37 % 61 - 20;
      least = value < least ? value : least;
      most = value > most ? value : most;
      fleast = value / 4.0f < fleast ? value / 4.0f : fleast;
      fmost = value / 4.0 > fmost ? value / 4.0 : fmost;
    }
    int wanted_xors = 3, wanted_least = INT_MAX, wanted_most = INT_MIN;
    unsigned long long wanted_product = 1;
    for (int i = 0; i < LENGTH; i++) {
      int value = i * 37 % 61 - 20;
      wanted_xors ^= i;
      wanted_product *= 3;
      wanted_least = value < wanted_least ? value : wanted_least;
      wanted_most = value > wanted_most ? value : wanted_most;
    }
    CHECK_INT(sum, 5 + 1770);
    CHECK(fsum == 0.25 + 885, "fsum is %g", fsum);
    CHECK_INT(product, wanted_product);
    CHECK_INT(minus, 100 - 1770);
    CHECK_INT(all, 1);
    CHECK_INT(any, 1);
    CHECK_INT(xors, wanted_xors);
    CHECK_INT(ands, ~0xff);
    CHECK_INT(ors, 0x1249);
    CHECK_INT(least, wanted_least);
    CHECK_INT(most, wanted_most);
    CHECK(fleast == wanted_least / 4.0f, "fleast is %g", fleast);
    CHECK(fmost == wanted_most / 4.0, "fmost is %g", fmost);
  }
  return check_done();
}
