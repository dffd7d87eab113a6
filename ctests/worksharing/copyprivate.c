// copyprivate hands the executing thread's private values to all others, arrays and structures too,
// many in a row.
#include <omp.h>

#include "check.h"

enum { ROUNDS = 500 };

struct pair {
  double first;
  char text[40];
};

int main(void) {
  for (int threads = 1; threads <= 5; threads++) {
#pragma omp parallel num_threads(threads)
    for (int round = 0; round < ROUNDS; round++) {
      int value = -omp_get_thread_num() - 1, array[20] = {0}, mine = 0;
      struct pair pair = {0};
#pragma omp single copyprivate(value, array, pair)
      {
        mine = 1;
        value = round * 10 + omp_get_thread_num();
        for (int i = 0; i < 20; i++)
          array[i] = round + i;
        pair.first = round / 2.0;
        snprintf(pair.text, sizeof pair.text, "round %d", round);
      }
      char text[40];
      snprintf(text, sizeof text, "round %d", round);
      CHECK_INT(value / 10, round);
      CHECK(!mine || value % 10 == omp_get_thread_num(), "thread %d has the value of %d", omp_get_thread_num(), value % 10);
      CHECK_INT(array[19], round + 19);
      CHECK(pair.first == round / 2.0, "%g in round %d", pair.first, round);
      CHECK(strcmp(pair.text, text) == 0, "%s in round %d", pair.text, round);
    }
  }
  return check_done();
}
