// A final task's descendants are final and included: they run at once, in the same thread. With
// `mergeable` too.
#include <omp.h>

#include "check.h"

enum { DEPTH = 6 };

static int count;

static void descend(int depth, int thread, int *at) {
  int mine = *at;
  for (int child = 0; child < 3 && depth > 0; child++) {
    int before = *at;
#pragma omp task shared(mine) firstprivate(at)
    {
      CHECK_INT(omp_in_final(), 1);
      CHECK_INT(omp_get_thread_num(), thread);
      CHECK_INT(*at, before);
      ++*at;
      descend(depth - 1, thread, at);
    }
    CHECK(*at > before, "the child has not run");
  }
  CHECK(depth == 0 || *at > mine, "no child has run");
#pragma omp atomic
  count++;
}

int main(void) {
  CHECK_INT(omp_in_final(), 0);
  for (int threads = 1; threads <= 4; threads++) {
    int tasks = 0;
    for (int depth = 0, level = 1; depth <= DEPTH; depth++, level *= 3)
      tasks += level;
    count = 0;
#pragma omp parallel num_threads(threads)
    {
#pragma omp task final(1)
      {
        int at = 0;
        CHECK_INT(omp_in_final(), 1);
        descend(DEPTH, omp_get_thread_num(), &at);
      }
#pragma omp task final(0)
      CHECK_INT(omp_in_final(), 0);
#pragma omp task final(1) mergeable
      {
        int x = 1;
#pragma omp task mergeable
        x++;
        CHECK(x == 1 || x == 2, "x is %d", x);
      }
    }
    CHECK_INT(count, threads * tasks);
  }
  int ran = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
#pragma omp task final(1) shared(ran)
  {
#pragma omp task depend(out : ran) shared(ran)
    ran++;
    CHECK_INT(ran, 1);
#pragma omp task depend(in : ran) untied shared(ran)
    ran++;
    CHECK_INT(ran, 2);
#pragma omp taskloop shared(ran) num_tasks(5)
    for (int i = 0; i < 5; i++)
      ran++;
    CHECK_INT(ran, 7);
  }
  CHECK_INT(ran, 7);
  return check_done();
}
