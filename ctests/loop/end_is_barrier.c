// Without nowait no thread leaves a loop before every iteration is done, whatever the schedule.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { LENGTH = 12, THREADS = 4 };

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOP(...)                                                                                  \
  do {                                                                                             \
    int done = 0;                                                                                  \
    PRAGMA(omp parallel num_threads(THREADS)) for (int round = 1; round <= 3; round++) {           \
      PRAGMA(omp for __VA_ARGS__) for (int i = 0; i < LENGTH; i++) {                               \
        if (i % 3 == 0)                                                                            \
          usleep(1000);                                                                            \
        __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);                                            \
      }                                                                                            \
      CHECK_INT(__atomic_load_n(&done, __ATOMIC_RELAXED), round *LENGTH);                          \
      PRAGMA(omp barrier)                                                                          \
    }                                                                                              \
  } while (0)

int main(void) {
  LOOP(schedule(static));
  LOOP(schedule(static, 1));
  LOOP(schedule(dynamic));
  LOOP(schedule(dynamic, 4));
  LOOP(schedule(guided));
  LOOP(schedule(auto));
  LOOP(schedule(runtime));
  LOOP(ordered);
  LOOP(ordered schedule(dynamic));
  return check_done();
}
