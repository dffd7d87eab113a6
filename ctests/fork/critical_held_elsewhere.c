// Another thread holds criticals, named and unnamed, and is inside a loop at the moment of the
// fork: free in the child.
//@ skip[libgomp]: the criticals stay locked in the child
//@ skip[libomp]: the criticals stay locked in the child
#include "child.h"

static void use_criticals(void) {
  int count = 0;
#pragma omp critical
  count++;
#pragma omp critical(name)
  count++;
#pragma omp critical(another)
  count++;
  CHECK_INT(count, 3);
}

int main(void) {
  for (int round = 0; round < 10; round++) {
    int held = 0, forked = 0;
    pid_t pid = -1;
#pragma omp parallel num_threads(3)
    switch (omp_get_thread_num()) {
    case 0:
      while (__atomic_load_n(&held, __ATOMIC_ACQUIRE) < 3)
        usleep(100);
      pid = fork();
      if (pid == 0) {
        use_criticals();
        child_exit();
      }
      __atomic_store_n(&forked, 1, __ATOMIC_RELEASE);
      break;
    case 1:
#pragma omp critical
#pragma omp critical(name)
    {
      __atomic_add_fetch(&held, 2, __ATOMIC_RELEASE);
      while (!__atomic_load_n(&forked, __ATOMIC_ACQUIRE))
        usleep(100);
    } break;
    case 2:
#pragma omp critical(another)
    {
      __atomic_add_fetch(&held, 1, __ATOMIC_RELEASE);
      while (!__atomic_load_n(&forked, __ATOMIC_ACQUIRE))
        usleep(100);
    }
    }
    child_ended_well(pid);
    use_criticals();
  }
  return check_done();
}
