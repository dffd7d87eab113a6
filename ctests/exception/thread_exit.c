// A native thread ends by pthread_exit inside a serialised region: the unwinding passes through the
// runtime's frames, and the thread's clean-up handlers run.
//@ skip[gcc]: nothing may leave the functions that GCC makes of regions
#include <omp.h>
#include <pthread.h>

#include "check.h"

static int cleaned;

static void clean(void *unused) {
  (void)unused;
  cleaned++;
}

static void *native(void *unused) {
  pthread_cleanup_push(clean, NULL);
#pragma omp parallel num_threads(3)
  {
  }
#pragma omp parallel if (0)
  pthread_exit(NULL);
  pthread_cleanup_pop(0);
  return unused;
}

int main(void) {
  for (int round = 1; round <= 10; round++) {
    pthread_t thread;
    pthread_create(&thread, NULL, native, NULL);
    pthread_join(thread, NULL);
    CHECK_INT(cleaned, round);
#pragma omp parallel num_threads(4)
    CHECK_INT(omp_get_num_threads(), 4);
  }
  return check_done();
}
