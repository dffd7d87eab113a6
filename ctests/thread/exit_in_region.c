// exit from a region ends the process with its status: by the primary thread, or by a worker.
//@ exit: 7
//@ also: CTESTS_EXIT_IN=2
#include <omp.h>
#include <unistd.h>

#include "check.h"

int main(void) {
  const char *who = getenv("CTESTS_EXIT_IN");
  int number = who == NULL ? 0 : atoi(who);
#pragma omp parallel num_threads(4)
  {
#pragma omp barrier
    if (omp_get_thread_num() == number)
      exit(7);
    sleep(100);
  }
  return check_done();
}
