// A region has exactly the threads its clause asks for, each number once.
//@ preload
#include <omp.h>

#include "check.h"

int main(void) {
  for (int size = 1; size <= 17; size++) {
    int seen[17] = {0};
#pragma omp parallel num_threads(size)
    {
      int number = omp_get_thread_num();
      CHECK_INT(omp_get_num_threads(), size);
      CHECK_INT(omp_get_team_size(1), size);
      CHECK_INT(omp_in_parallel(), size > 1);
      CHECK_INT(omp_get_level(), 1);
      CHECK(number >= 0 && number < size, "number %d", number);
#pragma omp atomic
      seen[number]++;
    }
    for (int number = 0; number < size; number++)
      CHECK_INT(seen[number], 1);
    CHECK_INT(omp_get_num_threads(), 1);
    CHECK_INT(omp_get_thread_num(), 0);
    CHECK_INT(omp_in_parallel(), 0);
  }
  return check_done();
}
