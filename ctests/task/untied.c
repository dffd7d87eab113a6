// Untied tasks: each part of them runs once and in order, whoever runs it; their variables go
// along.
#include <omp.h>

#include "check.h"

enum { TASKS = 200, PARTS = 5 };

static int steps[TASKS], grandchildren;

static int fibonacci(int n) {
  int left, right;
  if (n < 2)
    return n;
#pragma omp task untied shared(left)
  left = fibonacci(n - 1);
#pragma omp task untied shared(right)
  right = fibonacci(n - 2);
#pragma omp taskwait
  return left + right;
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
    int result = 0;
    memset(steps, 0, sizeof steps);
    grandchildren = 0;
#pragma omp parallel num_threads(threads)
#pragma omp single
    {
      for (int i = 0; i < TASKS; i++) {
#pragma omp task untied firstprivate(i)
        {
          int local = i * 3;
          for (int part = 0; part < PARTS; part++) {
            CHECK_INT(steps[i], part);
            CHECK_INT(local, i * 3 + part);
            steps[i]++;
            local++;
#pragma omp taskyield
#pragma omp task untied
            {
#pragma omp atomic
              grandchildren++;
            }
            if (part == 2) {
#pragma omp taskwait
            }
          }
        }
      }
#pragma omp taskwait
      result = fibonacci(15);
    }
    for (int i = 0; i < TASKS; i++)
      CHECK_INT(steps[i], PARTS);
    CHECK_INT(grandchildren, TASKS * PARTS);
    CHECK_INT(result, 610);
  }
  return check_done();
}
