// Without OMP_MAX_TASK_PRIORITY the highest priority is 0, and what a task asks for changes
// nothing.
#include <omp.h>

#include "check.h"

int main(void) {
  int ran = 0;
  CHECK_INT(omp_get_max_task_priority(), 0);
#pragma omp parallel num_threads(3)
#pragma omp single
  for (int i = 0; i < 1000; i++) {
#pragma omp task priority(i) shared(ran)
    {
#pragma omp atomic
      ran++;
    }
  }
  CHECK_INT(ran, 1000);
  return check_done();
}
