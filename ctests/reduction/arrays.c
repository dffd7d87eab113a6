// Reductions over arrays and array sections, small and large.
#include <omp.h>

#include "check.h"

enum { SIZE = 5000 };

static void section(long *array, int first, int length) {
#pragma omp parallel for num_threads(4) reduction(+ : array[first : length])
  for (int i = 0; i < 4 * length; i++)
    array[first + i % length] += i;
}

int main(void) {
  int small[7] = {1, 2, 3, 4, 5, 6, 7};
#pragma omp parallel num_threads(4) reduction(+ : small)
  for (int i = 0; i < 7; i++)
    small[i] += 10;
  for (int i = 0; i < 7; i++)
    CHECK_INT(small[i], i + 1 + 40);

  static double large[SIZE];
#pragma omp parallel for num_threads(3) schedule(dynamic, 16) reduction(max : large)
  for (int i = 0; i < 3 * SIZE; i++) {
    double value = i / SIZE + i % SIZE;
    if (value > large[i % SIZE])
      large[i % SIZE] = value;
  }
  for (int i = 0; i < SIZE; i++)
    CHECK(large[i] == 2.0 + i, "large[%d] is %g", i, large[i]);

  long array[30] = {0};
  section(array, 10, 5);
  for (int i = 0; i < 30; i++)
    CHECK_INT(array[i], i >= 10 && i < 15 ? 4 * (i - 10) + 30 : 0);
  return check_done();
}
