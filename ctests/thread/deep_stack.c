// OMP_STACKSIZE gives workers the stack they need, in every unit.
//@ also: OMP_STACKSIZE=64M
//@ also: OMP_STACKSIZE=65536K
//@ also: OMP_STACKSIZE=65536
//@ also: OMP_STACKSIZE= 67108864 B
//@ also[libgomp]: GOMP_STACKSIZE=65536
//@ also[ferromp]: GOMP_STACKSIZE=65536
//@ also[libomp]: KMP_STACKSIZE=64M
//@ also[ferromp]: KMP_STACKSIZE=64M
#include <omp.h>

#include "check.h"

__attribute__((noinline)) static int descend(int kilobytes) {
  volatile char frame[1024];
  frame[0] = (char)kilobytes;
  frame[1023] = 1;
  if (kilobytes == 0)
    return 0;
  return descend(kilobytes - 1) + frame[1023] + (frame[0] != (char)kilobytes);
}

int main(void) {
  // Without a setting a worker has at least what the pthread library gives; here something much
  // larger is asked for.
  const char *names[] = {"OMP_STACKSIZE", "GOMP_STACKSIZE", "KMP_STACKSIZE"};
  int megabytes = 1;
  for (int i = 0; i < 3; i++)
    if (getenv(names[i]) != NULL)
      megabytes = 60;
  for (int round = 0; round < 2; round++) {
#pragma omp parallel num_threads(4)
    if (omp_get_thread_num() > 0)
      CHECK_INT(descend(megabytes * 850), megabytes * 850);
  }
  return check_done();
}
