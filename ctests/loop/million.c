// Loops of a million iterations, more than fit into a packed word: each runs once, in chunks no
// larger than asked for.
#include <omp.h>

#include "check.h"

enum { LENGTH = 1000000, CHUNK = 7 };

static unsigned char times[LENGTH];

static void verify(const char *name) {
  long wrong = 0;
  for (int i = 0; i < LENGTH; i++)
    wrong += times[i] != 1;
  CHECK(wrong == 0, "%s: %ld iterations did not run once", name, wrong);
  memset(times, 0, sizeof times);
}

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOP(...)                                                                                                      \
  do {                                                                                                                 \
    PRAGMA(omp parallel for num_threads(4) __VA_ARGS__) for (int i = 0; i < LENGTH; i++) times[i]++;                   \
    PRAGMA(omp parallel for num_threads(3) __VA_ARGS__) for (long long i = LENGTH - 1; i >= 0; i--) times[i]++;        \
    for (int i = 0; i < LENGTH; i++)                                                                                   \
      times[i]--;                                                                                                      \
    verify(#__VA_ARGS__);                                                                                              \
  } while (0)

int main(void) {
  LOOP(schedule(static, CHUNK));
  LOOP(schedule(dynamic));
  LOOP(schedule(dynamic, CHUNK));
  LOOP(schedule(monotonic : dynamic, CHUNK));
  LOOP(schedule(guided));
  LOOP(schedule(guided, CHUNK));
  LOOP(schedule(runtime));
  return check_done();
}
