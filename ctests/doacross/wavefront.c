// An iteration with doacross dependences sees what the iterations it waits for did, under every
// schedule, in both directions.
//@ timeout: 120
//@ skip[gcc libomp]: crashes in GCC's doacross loops
#include <omp.h>
#include <sched.h>

#include "check.h"

enum { ROWS = 60, COLUMNS = 40 };

/* Clang 19 tells the runtime of one iteration too many, and an iteration that waits for it waits
   for ever. */
#ifdef __clang__
#define WITHOUT_CLANG(...)
#define FACTOR 0
#else
#define WITHOUT_CLANG(...) __VA_ARGS__
#define FACTOR 7
#endif

static long table[ROWS + 2][COLUMNS + 2], wanted[ROWS + 2][COLUMNS + 2];

static void dawdle(int i, int j) {
  if ((i * 7 + j * 3) % 31 == 0)
    sched_yield();
}

static void expect(void) {
  for (int i = 0; i < ROWS + 2; i++)
    for (int j = 0; j < COLUMNS + 2; j++) wanted[i][j] = i == 0 || j == 0 || j == COLUMNS + 1 ? i + j : 0;
  for (int i = 1; i <= ROWS; i++)
    for (int j = 1; j <= COLUMNS; j++)
      wanted[i][j] = (3 * wanted[i - 1][j] + 5 * wanted[i][j - 1] + FACTOR * wanted[i - 1][j + 1] + i) % 1000003;
}

static void prepare(void) {
  for (int i = 0; i < ROWS + 2; i++)
    for (int j = 0; j < COLUMNS + 2; j++) table[i][j] = i == 0 || j == 0 || j == COLUMNS + 1 ? i + j : 0;
}

static void check(const char *what, int threads) {
  int wrong = memcmp(table, wanted, sizeof table) != 0;
  CHECK(!wrong, "%s with %d threads", what, threads);
}

#define BODY(I, J)                                                                                                \
  do {                                                                                                            \
    dawdle(I, J);                                                                                                 \
    table[I][J] = (3 * table[I - 1][J] + 5 * table[I][J - 1] + FACTOR * table[I - 1][J + 1] + I) % 1000003;            \
  } while (0)

#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOPS(NAME, CLAUSE)                                                                                       \
  static void NAME##_up(int threads) {                                                                            \
    PRAGMA(omp parallel num_threads(threads)) {                                                                   \
      PRAGMA(omp for ordered(2) CLAUSE)                                                                           \
      for (int i = 1; i <= ROWS; i++)                                                                             \
        for (int j = 1; j <= COLUMNS; j++) {                                                                      \
          PRAGMA(omp ordered depend(sink : i - 1, j) depend(sink : i, j - 1) WITHOUT_CLANG(depend(sink : i - 1, j + 1)))         \
          BODY(i, j);                                                                                             \
          PRAGMA(omp ordered depend(source))                                                                      \
        }                                                                                                         \
    }                                                                                                             \
  }                                                                                                               \
  static void NAME##_down(int threads) {                                                                          \
    PRAGMA(omp parallel for ordered(2) num_threads(threads) CLAUSE)                                               \
    for (long i = 3 * ROWS; i > 0; i -= 3)                                                                        \
      for (short j = -2; j >= -2 * COLUMNS; j -= 2) {                                                             \
        PRAGMA(omp ordered depend(sink : i + 3, j) depend(sink : i, j + 2) WITHOUT_CLANG(depend(sink : i + 3, j - 2)))           \
        BODY((int)(ROWS + 1 - i / 3), -j / 2);                                                                    \
        PRAGMA(omp ordered depend(source))                                                                        \
      }                                                                                                           \
  }                                                                                                               \
  static void NAME##_collapsed(int threads) {                                                                     \
    PRAGMA(omp parallel for collapse(2) ordered(2) num_threads(threads) CLAUSE)                                   \
    for (int i = 1; i <= ROWS; i++)                                                                               \
      for (int j = 1; j <= COLUMNS; j++) {                                                                        \
        PRAGMA(omp ordered depend(sink : i - 1, j) depend(sink : i, j - 1) WITHOUT_CLANG(depend(sink : i - 1, j + 1)))           \
        BODY(i, j);                                                                                               \
        PRAGMA(omp ordered depend(source))                                                                        \
      }                                                                                                           \
  }

LOOPS(none, )
LOOPS(static_block, schedule(static))
LOOPS(static_1, schedule(static, 1))
LOOPS(static_3, schedule(static, 3))
LOOPS(dynamic_1, schedule(dynamic))
LOOPS(dynamic_4, schedule(dynamic, 4))
LOOPS(guided, schedule(guided))
LOOPS(automatic, schedule(auto))
LOOPS(by_runtime, schedule(runtime))

static const struct {
  const char *name;
  void (*up)(int), (*down)(int), (*collapsed)(int);
} forms[] = {
#define FORM(NAME) {#NAME, NAME##_up, NAME##_down, NAME##_collapsed}
    FORM(none),      FORM(static_block), FORM(static_1),  FORM(static_3),  FORM(dynamic_1),
    FORM(dynamic_4), FORM(guided),       FORM(automatic), FORM(by_runtime)};

int main(void) {
  expect();
  // libgomp's members spin while they wait, and do not get far with more of them than processors.
  int most = on_runtime("libgomp") ? 2 : 5;
  for (int threads = 1; threads <= most; threads += 1 + (threads == 3))
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
      void (*const loops[])(int) = {forms[i].up, forms[i].down, forms[i].collapsed};
      for (int form = 0; form < 3; form++) {
        prepare();
        loops[form](threads);
        check(forms[i].name, threads);
      }
    }
  return check_done();
}
