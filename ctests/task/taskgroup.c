// taskgroup waits for its tasks and all their descendants, and for no others; nested; in tasks;
// empty; without a region.
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void spread(int depth, int *count) {
#pragma omp atomic
  ++*count;
  for (int child = 0; child < 2 && depth > 0; child++) {
#pragma omp task firstprivate(depth, count)
    {
      if (depth == 1)
        usleep(20);
      spread(depth - 1, count);
    }
  }
}

static void descendants(void) {
  int count = 0;
#pragma omp taskgroup
  {
#pragma omp task shared(count)
    spread(6, &count);
  }
  CHECK_INT(count, 127);
#pragma omp taskgroup
  {
  }
}

static void nested(void) {
  int outer = 0, inner = 0;
#pragma omp taskgroup
  {
#pragma omp task shared(outer)
    {
      usleep(200);
#pragma omp atomic
      outer++;
    }
#pragma omp taskgroup
    {
#pragma omp task shared(inner)
      {
#pragma omp taskgroup
        {
#pragma omp task shared(inner)
          {
            usleep(100);
#pragma omp atomic
            inner++;
          }
        }
        CHECK_INT(inner, 1);
#pragma omp task shared(inner)
        {
          usleep(100);
#pragma omp atomic
          inner++;
        }
      }
    }
    CHECK_INT(inner, 2);
  }
  CHECK_INT(outer, 1);
}

/* The task before the group is not waited for: it waits for this thread. */
static void others(void) {
  int begun = 0, go = 0, done = 0, now = 0;
#pragma omp task shared(begun, go, done)
  {
    int now = 0;
#pragma omp atomic write
    begun = 1;
    while (!now) {
#pragma omp atomic read
      now = go;
      usleep(1);
    }
    done = 1;
  }
  /* Else this thread could begin it in the group's end. */
  while (!now) {
#pragma omp atomic read
    now = begun;
    usleep(1);
  }
#pragma omp taskgroup
  {
#pragma omp task
    usleep(100);
  }
#pragma omp atomic write
  go = 1;
#pragma omp taskwait
  CHECK_INT(done, 1);
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
    for (int round = 0; round < 20; round++) {
      descendants();
      nested();
    }
    if (threads > 1) {
#pragma omp parallel num_threads(threads)
#pragma omp single
      for (int round = 0; round < 20; round++)
        others();
    }
  }
  descendants();
  nested();
  return check_done();
}
