// depobj: dependences made at run time, changed with `update`, destroyed; iterators.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { N = 16 };

static void objects(void) {
  omp_depend_t object;
  int x = 0, y = 0;
#pragma omp depobj(object) depend(out : x)
#pragma omp task shared(x) depend(depobj : object)
  {
    usleep(500);
    x = 1;
  }
#pragma omp depobj(object) update(in)
  for (int i = 0; i < 3; i++) {
#pragma omp task shared(x) depend(depobj : object)
    {
      CHECK_INT(x, 1);
      usleep(100);
    }
  }
#pragma omp depobj(object) update(mutexinoutset)
  for (int i = 0; i < 3; i++) {
#pragma omp task shared(x, y) depend(depobj : object) depend(mutexinoutset : y)
    {
      x++;
      y++;
    }
  }
#pragma omp depobj(object) update(inout)
#pragma omp task shared(x, y) depend(depobj : object)
  {
    CHECK_INT(x, 4);
    CHECK_INT(y, 3);
  }
#pragma omp depobj(object) destroy
#pragma omp taskwait
}

static void iterators(void) {
  int value[N] = {0}, sum = 0;
  for (int i = 0; i < N; i++) {
#pragma omp task shared(value) firstprivate(i) depend(out : value[i])
    {
      if (i % 4 == 0)
        usleep(200);
      value[i] = i + 1;
    }
  }
#pragma omp task shared(value, sum) depend(iterator(int i = 0 : N), in : value[i])
  {
    for (int i = 0; i < N; i++)
      sum += value[i];
  }
#pragma omp task shared(value, sum) depend(iterator(int i = 0 : N : 3, int j = 0 : 1), inout : value[i + j])
  {
    CHECK_INT(sum, N * (N + 1) / 2);
    for (int i = 0; i < N; i += 3)
      value[i] = 0;
  }
#pragma omp task shared(value) depend(in : value[3])
  CHECK_INT(value[3], 0);
#pragma omp taskwait
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    for (int round = 0; round < 10; round++) {
      objects();
      iterators();
    }
  }
  objects();
  iterators();
  return check_done();
}
