// Included tasks inside included tasks, the innermost of which leaves deferred tasks behind: these
// outlive all of them, and their parents' places on the stack are used again.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 2000, DEPTH = 6 };

static int done;

static void leave_tasks(int depth) {
  if (depth == 0) {
    for (int i = 0; i < 3; i++) {
#pragma omp task
      {
        if (i == 0)
          usleep(10);
#pragma omp atomic
        done++;
      }
    }
    return;
  }
#pragma omp task if (0)
  leave_tasks(depth - 1);
}

static int overwrite_stack(void) {
  volatile char junk[4096];
  for (unsigned i = 0; i < sizeof junk; i++)
    junk[i] = (char)0xa5;
  return junk[100];
}

int main(void) {
#pragma omp parallel num_threads(2)
#pragma omp single
  for (int round = 0; round < ROUNDS; round++) {
    leave_tasks(round % DEPTH);
    overwrite_stack();
  }
  CHECK_INT(done, 3 * ROUNDS);
  done = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
  for (int round = 0; round < ROUNDS; round++) {
    leave_tasks(round % DEPTH);
    overwrite_stack();
#pragma omp taskwait
  }
  CHECK_INT(done, 3 * ROUNDS);
  return check_done();
}
