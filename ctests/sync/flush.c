// flush makes what one thread wrote before it visible to a thread that flushes after seeing the
// flag: a ping-pong.
#include <omp.h>
#include <sched.h>

#include "check.h"

enum { ROUNDS = 2000 };

int main(void) {
  int turn = 0, ball = 0;
#pragma omp parallel num_threads(2)
  {
    int me = omp_get_thread_num();
    for (int round = 0; round < ROUNDS; round++) {
      int now;
      for (;;) {
#pragma omp atomic read
        now = turn;
        if (now == me)
          break;
        sched_yield();
      }
#pragma omp flush(ball)
      CHECK_INT(ball, 2 * round + me);
      ball++;
#pragma omp flush
#pragma omp atomic write
      turn = 1 - me;
    }
  }
  CHECK_INT(ball, 2 * ROUNDS);
  return check_done();
}
