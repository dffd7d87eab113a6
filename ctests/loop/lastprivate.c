// lastprivate gets the value of the sequentially last iteration or section, and the loop variable
// its final value.
#include <omp.h>
#include <unistd.h>

#include "check.h"

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOP(...)                                                                                  \
  do {                                                                                             \
    int last = -1, i;                                                                              \
    long array[10] = {0};                                                                          \
    PRAGMA(omp parallel num_threads(4)) {                                                          \
      PRAGMA(omp for lastprivate(last, array, i) __VA_ARGS__) for (i = 3; i < 100; i += 7) {       \
        if (i == 94)                                                                               \
          usleep(2000);                                                                            \
        last = i;                                                                                  \
        array[9] = -i;                                                                             \
      }                                                                                            \
      CHECK_INT(last, 94);                                                                         \
    }                                                                                              \
    CHECK_INT(last, 94);                                                                           \
    CHECK_INT(array[9], -94);                                                                      \
    CHECK_INT(i, 101);                                                                             \
  } while (0)

int main(void) {
  LOOP(schedule(static));
  LOOP(schedule(static, 2));
  LOOP(schedule(dynamic));
  LOOP(schedule(dynamic, 5));
  LOOP(schedule(guided));
  LOOP(schedule(runtime));
  LOOP(schedule(auto));
  LOOP(firstprivate(last));
  int section = 0;
#pragma omp parallel sections lastprivate(section) num_threads(3)
  {
#pragma omp section
    {
      usleep(2000);
      section = 1;
    }
#pragma omp section
    section = 2;
  }
  CHECK_INT(section, 2);
  return check_done();
}
