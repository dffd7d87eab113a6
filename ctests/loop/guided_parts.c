// The first part of a guided loop is small enough for loops whose first iterations are the longest:
// a fair share of the iterations in GCC's code, half of one in Clang's, where "auto" is guided too.
//@ also: OMP_SCHEDULE=guided
//@ also: OMP_SCHEDULE=auto
#include <omp.h>
#include <sched.h>

#include "check.h"

enum { LENGTH = 1000, THREADS = 4 };

#ifdef __clang__
enum { MOST = LENGTH / THREADS / 2 + 1 };
#else
enum { MOST = LENGTH / THREADS };
#endif

static int through, of_first;

/* Whoever gets the first iteration stays in it until the others have left the loop. */
static void visit(int i, int *mine) {
  ++*mine;
  while (i == 0 && __atomic_load_n(&through, __ATOMIC_ACQUIRE) < THREADS - 1)
    sched_yield();
  if (i == 0)
    *mine += LENGTH;
}

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define CHECK_LOOP(CLAUSE)                                                                             \
  do {                                                                                                 \
    through = of_first = 0;                                                                            \
    PRAGMA(omp parallel num_threads(THREADS)) {                                                        \
      int mine = 0;                                                                                    \
      PRAGMA(omp for CLAUSE nowait)                                                                    \
      for (int i = 0; i < LENGTH; i++)                                                                 \
        visit(i, &mine);                                                                               \
      if (mine >= LENGTH)                                                                              \
        of_first = mine - LENGTH;                                                                      \
      else                                                                                             \
        __atomic_add_fetch(&through, 1, __ATOMIC_RELEASE);                                             \
    }                                                                                                  \
    CHECK(of_first <= MOST, #CLAUSE ": %d of %d iterations in the first part", of_first, LENGTH);      \
  } while (0)

int main(void) {
  CHECK_LOOP(schedule(guided));
  CHECK_LOOP(schedule(guided, 5));
  CHECK_LOOP(schedule(auto));
  if (getenv("OMP_SCHEDULE") != NULL)
    CHECK_LOOP(schedule(runtime));
  return check_done();
}
