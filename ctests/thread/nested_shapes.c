// Native threads that come and go with nested teams of other shapes each: no more threads than the
// largest needs, or nearly so.
//@ env: OMP_MAX_ACTIVE_LEVELS=3
#include <pthread.h>
#include <unistd.h>

#include "threads.h"

static void region(const int *sizes, int *leaves) {
#pragma omp parallel num_threads(*sizes)
  {
    CHECK_INT(omp_get_num_threads(), *sizes);
    if (omp_get_level() == 3)
      __atomic_add_fetch(leaves, 1, __ATOMIC_RELAXED);
    else
      region(sizes + 1, leaves);
  }
}

static void *thread(void *shape) {
  const int *sizes = shape;
  int leaves = 0;
  region(sizes, &leaves);
  CHECK_INT(leaves, sizes[0] * sizes[1] * sizes[2]);
  return NULL;
}

int main(void) {
  int shapes[6][3] = {{2, 2, 3}, {3, 2, 2}, {12, 1, 1}, {1, 12, 1}, {1, 1, 12}, {2, 3, 2}};
  for (int round = 0; round < 60; round++) {
    pthread_t native;
    pthread_create(&native, NULL, thread, shapes[round % 6]);
    pthread_join(native, NULL);
    // Workers that have had no use for a millisecond are used again.
    usleep(3000);
  }
  // Twelve are at work at once, one of them a native thread.
  if (on_runtime("ferromp"))
    CHECK(threads_now() <= 16, "%d threads", threads_now());
  return check_done();
}
