// Tasks of a taskloop that run one after the other in the thread that generates them leave each
// other nothing: no control variables, children, dependences, taskgroups or ordered siblings.
#include <omp.h>

#include "check.h"

enum { N = 60 };

static int begun, ended, children;

/* A task that depends on nothing of another taskloop's task, though it names the same address. */
static void with_children(int i) {
  int own = 0;
#pragma omp task shared(own) depend(inout : own)
  own++;
#pragma omp task shared(own) depend(inout : own)
  own++;
#pragma omp taskwait
  CHECK_INT(own, 2);
  /* Some are left to the end of the loop: their parent has ended by then. */
  if (i % 3 == 0) {
#pragma omp task
    {
#pragma omp atomic
      children++;
    }
  }
}

static void with_group(void) {
  int own = 0;
#pragma omp taskgroup
  {
#pragma omp task shared(own)
    own = 1;
  }
  CHECK_INT(own, 1);
}

static void iterate(int i, int threads) {
  begun++;
  CHECK_INT(omp_get_max_threads(), threads);
  CHECK_INT(omp_get_level(), 1);
  switch (i % 5) {
  case 0:
    omp_set_num_threads(threads + 1 + i);
    CHECK_INT(omp_get_max_threads(), threads + 1 + i);
    break;
  case 1:
    with_children(i);
    break;
  case 2:
    with_group();
    break;
  case 3:
#pragma omp taskloop grainsize(1)
    for (int k = 0; k < 4; k++)
      if (k == 2)
        omp_set_num_threads(1);
    break;
  default:
    break;
  }
  ended++;
}

static void loops(int threads) {
  begun = ended = children = 0;
  for (int round = 0; round < 3; round++) {
#pragma omp taskloop grainsize(1)
    for (int i = 0; i < N; i++)
      iterate(i, threads);
  }
  CHECK_INT(begun, 3 * N);
  CHECK_INT(ended, 3 * N);
  CHECK_INT(children, 3 * N / 15);
}

int main(void) {
  omp_set_num_threads(2);
#pragma omp parallel num_threads(1)
  loops(omp_get_max_threads());
  /* In a final task all of them are included. */
#pragma omp parallel num_threads(1)
#pragma omp task final(1)
  loops(omp_get_max_threads());
#pragma omp parallel num_threads(1)
#pragma omp taskloop grainsize(1) if (0)
  for (int i = 0; i < N; i++) {
    CHECK_INT(omp_get_max_threads(), 2);
    omp_set_num_threads(3 + i);
  }
  CHECK_INT(omp_get_max_threads(), 2);
  return check_done();
}
