// taskwait depend: waits for what it names, and for nothing else.
//@ env: OMP_NUM_THREADS=4
#include <omp.h>
#include <unistd.h>

#include "check.h"

/* Until another thread has come that far: a waiting thread could begin a task that waits for it. */
static void await(int *flag, int wanted) {
  int now = 0;
  while (now < wanted) {
#pragma omp atomic read
    now = *flag;
    usleep(1);
  }
}

static void named_only(void) {
  int x = 0, y = 0, z = 0, begun = 0, go = 0;
#pragma omp task shared(z, begun, go) depend(inout : z)
  {
#pragma omp atomic
    begun++;
    await(&go, 1);
    z = 1;
  }
  await(&begun, 1);
#pragma omp task shared(x) depend(out : x)
  {
    usleep(300);
    x = 1;
  }
#pragma omp task shared(y) depend(inout : y)
  {
    usleep(100);
    y = 1;
  }
#pragma omp taskwait depend(in : x, y)
  CHECK_INT(x, 1);
  CHECK_INT(y, 1);
  /* The first still waits for this: a taskwait for all would never end. */
#pragma omp atomic write
  go = 1;
#pragma omp taskwait depend(inout : z)
  CHECK_INT(z, 1);
}

/* Readers hold up a writer's wait, not a reader's. */
static void readers(void) {
  int x = 0, begun = 0, go = 0, seen = 0;
#pragma omp task shared(x) depend(out : x)
  x = 1;
  for (int i = 0; i < 2; i++) {
#pragma omp task shared(x, begun, go, seen) depend(in : x)
    {
#pragma omp atomic
      begun++;
      await(&go, 1);
      CHECK_INT(x, 1);
#pragma omp atomic
      seen++;
    }
  }
  await(&begun, 2);
#pragma omp taskwait depend(in : x)
  CHECK_INT(x, 1);
#pragma omp atomic write
  go = 1;
#pragma omp taskwait depend(out : x)
  CHECK_INT(seen, 2);
}

int main(void) {
#pragma omp parallel
#pragma omp single
  for (int round = 0; round < 50; round++) {
    named_only();
    readers();
  }
  return check_done();
}
