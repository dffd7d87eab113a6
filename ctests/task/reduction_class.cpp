// A declared reduction over a class: each copy is initialised once, combined once and destroyed
// once.
#include <omp.h>

#include "check.h"

static int alive, combined;

struct Sum {
  int value;
  int unit;
  bool own;
  Sum() : value(0), unit(1), own(true) { count(1); }
  Sum(const Sum &other) : value(other.value), unit(other.unit), own(true) { count(1); }
  ~Sum() {
    CHECK(own, "destroyed twice");
    own = false;
    count(-1);
  }
  Sum &operator=(const Sum &other) {
    value = other.value;
    unit = other.unit;
    return *this;
  }
  static void count(int change) {
#pragma omp atomic
    alive += change;
  }
  /* The first value of a copy; it has the unit of the original. */
  Sum neutral() const {
    Sum sum;
    sum.unit = unit;
    return sum;
  }
  void add(const Sum &other) {
    CHECK(own && other.own, "a copy that is not alive is combined");
    value += other.value;
#pragma omp atomic
    combined++;
  }
};

#pragma omp declare reduction(+ : Sum : omp_out.add(omp_in)) initializer(omp_priv = omp_orig.neutral())

static void group() {
  Sum sum;
  int before;
#pragma omp atomic read
  before = combined;
  sum.value = 3;
  sum.unit = 2;
#pragma omp taskgroup task_reduction(+ : sum)
  for (int i = 0; i < 50; i++) {
#pragma omp task in_reduction(+ : sum)
    sum.value += i * sum.unit;
  }
  CHECK_INT(sum.value, 3 + 2 * 1225);
#pragma omp taskloop reduction(+ : sum)
  for (int i = 0; i < 50; i++)
    sum.value += i * sum.unit;
  CHECK_INT(sum.value, 3 + 4 * 1225);
  int after;
#pragma omp atomic read
  after = combined;
  // A thread that is alone may work on the variable itself.
  CHECK(after > before || omp_get_num_threads() == 1, "nothing was combined");
}

int main() {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    group();
    CHECK_INT(alive, 0);
#pragma omp parallel num_threads(threads)
    group();
    CHECK_INT(alive, 0);
    {
      Sum sum;
#pragma omp parallel num_threads(threads) reduction(task, + : sum)
      {
        sum.value++;
#pragma omp task in_reduction(+ : sum)
        sum.value += 10;
      }
      CHECK_INT(sum.value, 11 * threads);
    }
    CHECK_INT(alive, 0);
  }
  group();
  CHECK_INT(alive, 0);
  return check_done();
}
