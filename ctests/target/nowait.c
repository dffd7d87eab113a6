// Target constructs with nowait are tasks, which their dependences order among all others;
// firstprivate variables keep the value of the moment when the construct was met.
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ skip[libgomp]: GCC 12's lets a writer overtake a reader that does not wait, and hangs at times
//@ also: OMP_NUM_THREADS=1
//@ also: OMP_NUM_THREADS=4
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void values(void) {
  int list[100], sum = 0;
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < 100; i++)
      list[i] = round;
#pragma omp target nowait firstprivate(list, round) map(tofrom : sum) depend(inout : sum)
    for (int i = 0; i < 100; i++)
      sum += list[i] == round;
    list[50] = -1;
  }
#pragma omp taskwait
  CHECK_INT(sum, 2000);
}

// Chains through tasks, regions and data constructs: each step sees the one before.
static void chain(void) {
  int x = 0, y = 0;
  for (int round = 0; round < 50; round++) {
#pragma omp task shared(x) depend(out : x)
    {
      usleep(round % 5 * 20);
      x++;
    }
#pragma omp target nowait map(tofrom : y) map(to : x) depend(in : x) depend(out : y)
    y = x;
#pragma omp target enter data nowait map(to : y) depend(inout : y)
#pragma omp target update nowait to(y) depend(in : y)
#pragma omp target map(tofrom : y) depend(inout : y)
    y += 100;
    CHECK(y == round + 101, "y is %d in round %d", y, round);
#pragma omp target exit data map(from : y) depend(inout : y)
  }
#pragma omp taskwait
  CHECK_INT(x, 50);
}

// A writer that comes after a reader with nowait.
static void reader_then_writer(void) {
  int x = 0, wrong = 0;
  for (int round = 0; round < 50; round++) {
#pragma omp task shared(x) depend(out : x)
    {
      usleep(100);
      x = round;
    }
#pragma omp target nowait map(tofrom : wrong) map(to : x) depend(in : x)
    wrong += x != round;
#pragma omp task shared(x) depend(out : x)
    x = -1;
  }
#pragma omp taskwait
  CHECK_INT(wrong, 0);
}

static void all(void) {
  values();
  chain();
  reader_then_writer();
}

int main(void) {
  all();
#pragma omp parallel
#pragma omp single
  all();
#pragma omp parallel num_threads(3)
  all();
  return check_done();
}
