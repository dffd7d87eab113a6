// A cancelled taskgroup: its tasks that have not begun are discarded, with their descendants;
// others are not.
//@ env: OMP_CANCELLATION=true
//@ also: OMP_CANCELLATION=false
#include <omp.h>
#include <stdbool.h>

#include "check.h"

enum { MANY = 200 };

/* All are queued before the first runs. */
static void many(int size, bool wanted) {
  int before = 0, after = 0, inner = 0, outside = 0;
#pragma omp parallel num_threads(size)
#pragma omp single
  {
    // A sibling that is in no group.
#pragma omp task shared(outside)
#pragma omp atomic
    outside++;
#pragma omp taskgroup
    {
      for (int i = 0; i < MANY; i++) {
#pragma omp task shared(before, after, inner)
        {
#pragma omp atomic
          before++;
#pragma omp task shared(inner)
#pragma omp atomic
          inner++;
#pragma omp cancel taskgroup if (wanted)
#pragma omp atomic
          after++;
        }
      }
    }
#pragma omp taskgroup
    {
#pragma omp task shared(outside)
#pragma omp atomic
      outside++;
    }
  }
  bool cancelled = wanted && omp_get_cancellation();
  CHECK_INT(outside, 2);
  CHECK_INT(after, cancelled ? 0 : MANY);
  CHECK(before >= 1 && before <= MANY, "%d", before);
  CHECK(inner <= before, "%d inner, %d outer", inner, before);
  if (!cancelled) {
    CHECK_INT(before, MANY);
    CHECK_INT(inner, MANY);
  }
}

/* A task that runs sees it at its cancellation point. */
static void point(void) {
  int left = 0, waiting = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
#pragma omp taskgroup
  {
#pragma omp task shared(left, waiting)
    {
      __atomic_store_n(&waiting, 1, __ATOMIC_RELEASE);
      while (omp_get_cancellation()) {
#pragma omp cancellation point taskgroup
      }
#pragma omp atomic
      left++;
    }
    while (!__atomic_load_n(&waiting, __ATOMIC_ACQUIRE)) {
    }
#pragma omp task
    {
#pragma omp cancel taskgroup
    }
  }
  CHECK_INT(left, omp_get_cancellation() ? 0 : 1);
}

/* An inner group that is cancelled leaves the outer one alone; an outer one takes the inner ones
   with it. */
static void nested(int size) {
  int outer = 0, inner = 0;
#pragma omp parallel num_threads(size)
#pragma omp single
#pragma omp taskgroup
  {
    for (int i = 0; i < 20; i++) {
#pragma omp task shared(outer, inner)
      {
#pragma omp taskgroup
        {
#pragma omp task
          {
#pragma omp cancel taskgroup
          }
#pragma omp taskwait
#pragma omp task shared(inner)
#pragma omp atomic
          inner++;
        }
#pragma omp cancellation point taskgroup
#pragma omp atomic
        outer++;
      }
    }
  }
  CHECK_INT(outer, 20);
  CHECK_INT(inner, omp_get_cancellation() ? 0 : 20);
}

/* Dependences on discarded tasks are fulfilled. */
static void dependent(int size) {
  int value = 0, after = 0;
#pragma omp parallel num_threads(size)
#pragma omp single
  {
#pragma omp taskgroup
    {
#pragma omp task depend(out : value)
      {
#pragma omp cancel taskgroup
      }
      for (int i = 0; i < 20; i++) {
#pragma omp task depend(inout : value) shared(value)
        value++;
      }
    }
#pragma omp task depend(in : value) shared(after)
    after = 1;
  }
  CHECK_INT(after, 1);
  CHECK_INT(value, omp_get_cancellation() ? 0 : 20);
}

/* The tasks of a cancelled region. */
static void region(int size) {
  int run = 0;
#pragma omp parallel num_threads(size)
  {
    for (int i = 0; i < 30; i++) {
#pragma omp task shared(run)
      {
#pragma omp task shared(run)
#pragma omp atomic
        run++;
      }
    }
    if (omp_get_thread_num() == size / 2) {
#pragma omp cancel parallel
    }
#pragma omp barrier
#pragma omp cancellation point parallel
#pragma omp task shared(run)
#pragma omp atomic
    run += 1000;
  }
  CHECK(run % 1000 <= 30 * size, "%d", run);
  if (!omp_get_cancellation())
    CHECK_INT(run, 1030 * size);
  else
    CHECK(run < 1000, "%d", run);
}

int main(void) {
  static const int sizes[] = {1, 2, 4, 8, 32};
  for (int round = 0; round < 10; round++)
    for (int index = 0; index < 5; index++) {
      int size = sizes[index];
      many(size, true);
      many(size, false);
      nested(size);
      dependent(size);
      region(size);
      point();
    }
  return check_done();
}
