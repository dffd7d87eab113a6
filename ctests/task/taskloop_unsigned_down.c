// A downward taskloop over `unsigned int`, whose step gcc 12 passes as a large positive number.
//@ skip[gcc libgomp]: runs no iteration
//@ skip[gcc libomp]: an assertion fails
#include <omp.h>

#include "check.h"

enum { N = 1000 };

static int seen[N];

int main(void) {
  for (unsigned n = 1; n <= N; n += 37) {
    memset(seen, 0, sizeof seen);
#pragma omp parallel num_threads(3)
#pragma omp single
#pragma omp taskloop num_tasks(6)
    for (unsigned i = 3 * n; i > 2; i -= 3)
      seen[i / 3 - 1]++;
    for (unsigned i = 0; i < N; i++)
      CHECK_INT(seen[i], i < n);
  }
  int count = 0;
#pragma omp taskloop shared(count)
  for (unsigned i = 5; i > 7; i--)
    count++;
  CHECK_INT(count, 0);
  return check_done();
}
