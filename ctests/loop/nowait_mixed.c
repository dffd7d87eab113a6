// Loops, sections and singles without barriers between them, while threads are many constructs
// apart.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 200, LENGTH = 17, THREADS = 4 };

static int loops[ROUNDS], sections[ROUNDS], singles[ROUNDS];

int main(void) {
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
    if (round % 50 == omp_get_thread_num() * 10)
      usleep(3000);
#pragma omp for schedule(dynamic, 2) nowait
    for (int i = 0; i < LENGTH; i++) {
#pragma omp atomic
      loops[round]++;
    }
#pragma omp sections nowait
    {
#pragma omp section
#pragma omp atomic
      sections[round] += 1;
#pragma omp section
#pragma omp atomic
      sections[round] += 10;
#pragma omp section
#pragma omp atomic
      sections[round] += 100;
    }
#pragma omp single nowait
    {
#pragma omp atomic
      singles[round]++;
    }
  }
  for (int round = 0; round < ROUNDS; round++) {
    CHECK_INT(loops[round], LENGTH);
    CHECK_INT(sections[round], 111);
    CHECK_INT(singles[round], 1);
  }
  return check_done();
}
