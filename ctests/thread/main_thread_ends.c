// The main thread ends by pthread_exit after its regions; another goes on opening regions, and ends
// the process.
#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"

static void *native(void *unused) {
  (void)unused;
  usleep(20000);
  for (int round = 0; round < 50; round++) {
    int members = 0;
#pragma omp parallel num_threads(3) reduction(+ : members)
    members++;
    CHECK_INT(members, 3);
  }
  exit(check_done());
}

int main(void) {
  pthread_t thread;
#pragma omp parallel num_threads(4)
  {
  }
  pthread_create(&thread, NULL, native, NULL);
  pthread_exit(NULL);
}
