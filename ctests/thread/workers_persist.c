// A changing team size makes no new threads: after the largest region the same threads serve all.
//@ skip[libgomp]: makes new threads when a team grows again
//@ flags: -D_GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

#include "threads.h"

enum { MOST = 6 };

static int known[MOST];

int main(void) {
#pragma omp parallel num_threads(MOST)
  known[omp_get_thread_num()] = (int)syscall(SYS_gettid);
  for (int round = 0; round < 300; round++) {
#pragma omp parallel num_threads(1 + round % MOST)
    {
      int found = 0, self = (int)syscall(SYS_gettid);
      for (int i = 0; i < MOST; i++)
        found += known[i] == self;
      CHECK(found == 1, "thread %d in round %d is new", self, round);
    }
  }
  CHECK_INT(threads_now(), MOST);
  return check_done();
}
