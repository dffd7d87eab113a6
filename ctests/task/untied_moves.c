// An untied task that a compiler splits goes on in any thread after each task it generates (clang
// does); whoever waits in the end, in taskwait or for its taskgroup, is the one that is woken.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 400 };

static void pause_a_little(int number) {
  if (number % 3 == 0)
    usleep(1);
}

int main(void) {
  for (int threads = 2; threads <= 4; threads++) {
    static int children[ROUNDS], members[ROUNDS];
    memset(children, 0, sizeof children);
    memset(members, 0, sizeof members);
#pragma omp parallel num_threads(threads)
#pragma omp single
    for (int round = 0; round < ROUNDS; round++) {
#pragma omp task untied firstprivate(round)
      {
#pragma omp task firstprivate(round)
        {
          pause_a_little(round);
#pragma omp atomic
          children[round]++;
        }
#pragma omp task firstprivate(round)
        {
          pause_a_little(round + 1);
#pragma omp atomic
          children[round]++;
        }
#pragma omp taskwait
        CHECK_INT(children[round], 2);
#pragma omp taskgroup
        {
#pragma omp task firstprivate(round)
          {
            pause_a_little(round + 2);
#pragma omp atomic
            members[round]++;
          }
#pragma omp task firstprivate(round)
          {
            pause_a_little(round);
#pragma omp atomic
            members[round]++;
          }
        }
        CHECK_INT(members[round], 2);
      }
      if (round % 8 == 7) {
#pragma omp taskwait
      }
    }
  }
  return check_done();
}
