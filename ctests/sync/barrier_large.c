// No thread of a large team passes a barrier before all have arrived and their tasks are done, and
// each sees what the others wrote before it. On ferromp, members of teams above 32 hear of a
// barrier's end by others, unless there are more threads than processors; teams of other sizes come
// between.
//@ env[ferromp]: FERROMP_PROCESSORS=128
//@ also: OMP_WAIT_POLICY=passive
#include <omp.h>

#include "check.h"

enum { MOST = 90, ROUNDS = 8 };

static int wrote[MOST];
static int tasks;

static void meet(int size) {
  int arrived = 0;
  tasks = 0;
#pragma omp parallel num_threads(size)
  for (int round = 1; round <= ROUNDS; round++) {
    int seen;
    wrote[omp_get_thread_num()] = round;
#pragma omp atomic
    arrived++;
    if (round % 3 == 0 && omp_get_thread_num() % 5 == 0) {
#pragma omp task
      {
#pragma omp atomic
        tasks++;
      }
    }
#pragma omp barrier
    for (int i = 0; i < size; i++)
      CHECK_INT(wrote[i], round);
#pragma omp atomic read
    seen = arrived;
    CHECK_INT(seen, round * size);
#pragma omp atomic read
    seen = tasks;
    CHECK_INT(seen, round / 3 * ((size + 4) / 5));
#pragma omp barrier
  }
}

int main(void) {
  static const int sizes[] = {MOST, 2, 33, 9, 40, 3, 41, 64, 1, 72};
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
    meet(sizes[i]);
  return check_done();
}
