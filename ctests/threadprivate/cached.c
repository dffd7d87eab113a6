// Without TLS in the compiler the runtime keeps the copies: __kmpc_threadprivate_cached.
//@ skip[gcc]: GCC has no such mode
//@ flags: -fnoopenmp-use-tls
#include <omp.h>
#include <pthread.h>

#include "check.h"

enum { THREADS = 4, REGIONS = 200 };

static int counter = 5;
static char table[3000] = "first";
static double half = 0.5;
#pragma omp threadprivate(counter, table, half)

static void *native(void *unused) {
#pragma omp parallel num_threads(2)
  {
    // Copies begin with the initial value, whatever other threads wrote.
    CHECK_INT(counter, 5);
    CHECK(strcmp(table, "first") == 0, "table is %s", table);
    counter = 77;
  }
  return unused;
}

int main(void) {
  int *address[THREADS];
  for (int region = 0; region < REGIONS; region++) {
#pragma omp parallel num_threads(THREADS)
    {
      int me = omp_get_thread_num();
      CHECK_INT(counter, 5 + region * (me + 1));
      CHECK(half == 0.5 + region, "half is %g", half);
      if (region == 0) {
        CHECK(strcmp(table, "first") == 0 && table[2999] == 0, "table is %s", table);
        address[me] = &counter;
      }
      CHECK(address[me] == &counter, "thread %d has another copy", me);
      counter += me + 1;
      half++;
      table[0] = (char)('a' + me);
#pragma omp barrier
      CHECK_INT(table[0], 'a' + me);
    }
  }
  CHECK_INT(counter, 5 + REGIONS);
  pthread_t thread;
  pthread_create(&thread, NULL, native, NULL);
  pthread_join(thread, NULL);
  CHECK_INT(counter, 5 + REGIONS);
#pragma omp parallel num_threads(THREADS) copyin(counter, half)
  {
    CHECK_INT(counter, 5 + REGIONS);
    CHECK(half == 0.5 + REGIONS, "half is %g", half);
  }
  return check_done();
}
