// User-declared reductions with an initialiser, on a structure.
#include <limits.h>
#include <omp.h>

#include "check.h"

struct range {
  int low, high;
  long count;
};

static void merge(struct range *into, const struct range *from) {
  if (from->low < into->low)
    into->low = from->low;
  if (from->high > into->high)
    into->high = from->high;
  into->count += from->count;
}

#pragma omp declare reduction(range : struct range : merge(&omp_out, &omp_in))                                         \
    initializer(omp_priv = (struct range){INT_MAX, INT_MIN, 0})

int main(void) {
  for (int threads = 1; threads <= 5; threads++) {
    struct range range = {50, 60, 7};
#pragma omp parallel for num_threads(threads) reduction(range : range) schedule(dynamic, 4)
    for (int i = 0; i < 300; i++) {
      int value = i * 71 % 307;
      struct range one = {value, value, 1};
      merge(&range, &one);
    }
    CHECK_INT(range.low, 0);
    CHECK_INT(range.high, 306);
    CHECK_INT(range.count, 307);
  }
  return check_done();
}
