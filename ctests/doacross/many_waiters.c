// Members that wait in a doacross loop are woken for the row that they wait for, not for each
// iteration of any: in a team larger than the machine nearly all of them sleep.
//@ env: OMP_WAIT_POLICY=passive
#include <omp.h>
#include <sys/resource.h>

#include "check.h"

enum { ROWS = 320, COLUMNS = 200, THREADS = 16 };

static int sums[ROWS][COLUMNS];

int main(void) {
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
#pragma omp parallel for ordered(2) num_threads(THREADS)
  for (int row = 1; row < ROWS; row++)
    for (int column = 1; column < COLUMNS; column++) {
#pragma omp ordered depend(sink : row - 1, column) depend(sink : row, column - 1)
      sums[row][column] = sums[row - 1][column] + 1;
#pragma omp ordered depend(source)
    }
  getrusage(RUSAGE_SELF, &after);
  for (int column = 1; column < COLUMNS; column++)
    CHECK_INT(sums[ROWS - 1][column], ROWS - 1);
  long slept = after.ru_nvcsw - before.ru_nvcsw;
  CHECK(slept < (long)ROWS * COLUMNS, "%ld sleeps for %d iterations", slept, ROWS * COLUMNS);
  return check_done();
}
