// Tasks outside of any region: they run, whatever clauses they have, and are done at the latest
// where the program waits.
#include <omp.h>

#include "check.h"

int main(void) {
  int x = 0, sum = 0, y = 0;
  for (int i = 0; i < 100; i++) {
#pragma omp task shared(x) depend(inout : x)
    x++;
  }
#pragma omp taskwait
  CHECK_INT(x, 100);
#pragma omp taskgroup
  {
#pragma omp task shared(y) untied
    {
#pragma omp task shared(y) mergeable
      {
#pragma omp atomic
        y++;
      }
#pragma omp taskyield
#pragma omp atomic
      y++;
    }
  }
  CHECK_INT(y, 2);
#pragma omp taskloop reduction(+ : sum)
  for (int i = 0; i < 1000; i++)
    sum += i;
  CHECK_INT(sum, 499500);
#pragma omp taskgroup task_reduction(+ : sum)
  {
#pragma omp task in_reduction(+ : sum)
    sum++;
  }
  CHECK_INT(sum, 499501);
#pragma omp taskwait depend(in : x)
#pragma omp taskyield
  omp_set_num_threads(3);
  y = 0;
  /* The task has its own control variables, as any. */
#pragma omp task shared(y)
  {
    omp_set_num_threads(2);
    y = omp_get_max_threads();
  }
#pragma omp taskwait
  CHECK_INT(y, 2);
  CHECK_INT(omp_get_max_threads(), 3);
  return check_done();
}
