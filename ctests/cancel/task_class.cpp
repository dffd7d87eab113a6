// The copies that a task makes when it is generated are destroyed, also if the task is discarded.
//@ env: OMP_CANCELLATION=true
//@ also: OMP_CANCELLATION=false
//@ skip[libomp]: a discarded task keeps its copies, or ends in a failed assertion
#include <omp.h>

#include <initializer_list>

#include "check.h"

static int alive;

struct Counted {
  int value = 1;
  Counted() { count(1); }
  Counted(const Counted &other) : value(other.value) { count(1); }
  ~Counted() { count(-1); }

  static void count(int change) { __atomic_add_fetch(&alive, change, __ATOMIC_RELAXED); }
};

static void tasks(int size) {
  int sum = 0;
#pragma omp parallel num_threads(size)
#pragma omp single
  {
    Counted one;
#pragma omp taskgroup
    for (int i = 0; i < 100; i++) {
#pragma omp task firstprivate(one) shared(sum)
      {
        Counted local;
#pragma omp cancellation point taskgroup
#pragma omp cancel taskgroup if (i > 3)
#pragma omp atomic
        sum += one.value;
      }
    }
  }
  if (!omp_get_cancellation())
    CHECK_INT(sum, 100);
}

static void loop(int size) {
  Counted one, last;
#pragma omp parallel num_threads(size) firstprivate(one)
  {
    Counted local;
#pragma omp for schedule(dynamic) firstprivate(last)
    for (int i = 0; i < 50; i++) {
      Counted inner;
#pragma omp cancel for if (i > 20)
    }
  }
}

static void region(int size) {
  Counted one;
#pragma omp parallel num_threads(size) firstprivate(one)
  {
    Counted local;
#pragma omp cancel parallel if (omp_get_thread_num() == 1)
#pragma omp barrier
  }
}

int main() {
  for (int round = 0; round < 20; round++)
    for (int size : {1, 2, 8}) {
      tasks(size);
      CHECK_INT(alive, 0);
      loop(size);
      CHECK_INT(alive, 0);
      region(size);
      CHECK_INT(alive, 0);
    }
  return check_done();
}
