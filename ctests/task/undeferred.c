// if(0): the task is done when the construct ends, and runs in the encountering thread; what it
// depends on comes before; its own children are deferred as usual.
#include <omp.h>
#include <unistd.h>

#include "check.h"

static void check_order(void) {
  int x = 0;
  for (int i = 0; i < 100; i++) {
    int thread = omp_get_thread_num(), runner = -1;
#pragma omp task if (0) shared(x, runner)
    {
      runner = omp_get_thread_num();
      x++;
      CHECK_INT(omp_in_final(), 0);
    }
    CHECK_INT(runner, thread);
    CHECK_INT(x, i + 1);
  }
}

static void check_dependences(void) {
  int x = 0;
#pragma omp task shared(x) depend(out : x)
  {
    usleep(2000);
    x = 1;
  }
#pragma omp task if (0) shared(x) depend(inout : x)
  {
    CHECK_INT(x, 1);
    x = 2;
  }
  CHECK_INT(x, 2);
#pragma omp task shared(x) depend(inout : x)
  {
    CHECK_INT(x, 2);
    usleep(2000);
    x = 3;
  }
#pragma omp task shared(x) depend(in : x) if (0)
  CHECK_INT(x, 3);
}

static void check_children(void) {
  int children = 0, after = 0;
#pragma omp taskgroup
  {
#pragma omp task if (0) shared(children, after)
    {
      for (int i = 0; i < 10; i++) {
#pragma omp task shared(children)
        {
          usleep(100);
#pragma omp atomic
          children++;
        }
      }
      after = 1;
    }
    CHECK_INT(after, 1);
  }
  CHECK_INT(children, 10);
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
    {
      check_order();
      check_dependences();
      check_children();
    }
  }
  check_order();
  check_dependences();
  check_children();
  return check_done();
}
