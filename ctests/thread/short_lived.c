// Native threads that end leave no more workers behind than one of them had: five hundred threads,
// one region each.
//@ skip[libomp]: keeps the workers of ended threads
//@ timeout: 120
#include <pthread.h>
#include <unistd.h>

#include "threads.h"

static void *native(void *unused) {
  int members = 0;
#pragma omp parallel num_threads(4) reduction(+ : members)
  members++;
  CHECK_INT(members, 4);
  return unused;
}

int main(void) {
  for (int i = 0; i < 500; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, native, NULL);
    pthread_join(thread, NULL);
    // Those that are on their way out are still counted, so look only now and then, and not at
    // once.
    if (i % 100 == 99) {
      usleep(50000);
      CHECK(threads_now() <= 1 + 3 + 4, "%d threads after %d native ones", threads_now(), i + 1);
    }
  }
  return check_done();
}
