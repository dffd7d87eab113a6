// Tasks generated inside of a critical, and criticals inside of tasks: a thread that holds the
// critical does not begin a task that wants it.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 200 };

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
    int count = 0, inside = 0;
#pragma omp parallel num_threads(threads)
    for (int round = 0; round < ROUNDS; round++) {
#pragma omp critical(held)
      {
#pragma omp atomic
        inside++;
        CHECK_INT(inside, 1);
        for (int i = 0; i < 3; i++) {
#pragma omp task shared(count, inside)
          {
#pragma omp critical(other)
            count++;
          }
        }
#pragma omp atomic
        inside--;
      }
      for (int i = 0; i < 3; i++) {
#pragma omp task shared(count, inside)
        {
#pragma omp critical(held)
          {
#pragma omp atomic
            inside++;
            CHECK_INT(inside, 1);
            if (round % 50 == 0)
              usleep(10);
#pragma omp atomic
            inside--;
          }
#pragma omp critical(other)
          count++;
        }
      }
    }
    CHECK_INT(count, threads * ROUNDS * 6);
  }
  return check_done();
}
