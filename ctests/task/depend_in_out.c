// in, out and inout: readers run beside each other between the writers around them; many addresses;
// a diamond; a wavefront.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { ROUNDS = 60, READERS = 4, N = 24, ADDRESSES = 1000 };

static void readers_and_writers(void) {
  int x = 0, readers = 0, seen = 0;
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp task shared(x, readers) depend(out : x)
    {
      int now;
#pragma omp atomic read
      now = readers;
      CHECK_INT(now, 0);
      x = round;
      if (round % 10 == 0)
        usleep(100);
    }
    for (int reader = 0; reader < READERS; reader++) {
#pragma omp task shared(x, readers, seen) depend(in : x)
      {
#pragma omp atomic
        readers++;
        CHECK_INT(x, round);
#pragma omp atomic
        seen++;
#pragma omp atomic
        readers--;
      }
    }
  }
#pragma omp taskwait
  CHECK_INT(seen, ROUNDS * READERS);
}

static void diamond(void) {
  int a = 0, b = 0, c = 0, d = 0;
#pragma omp task shared(a) depend(out : a)
  a = 1;
#pragma omp task shared(a, b) depend(in : a) depend(out : b)
  b = a + 1;
#pragma omp task shared(a, c) depend(in : a) depend(out : c)
  c = a + 2;
#pragma omp task shared(b, c, d) depend(in : b, c) depend(out : d)
  d = b + c;
#pragma omp taskwait
  CHECK_INT(d, 5);
}

static void wavefront(void) {
  static long cell[N][N];
  memset(cell, 0, sizeof cell);
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      long *up = i ? &cell[i - 1][j] : NULL, *left = j ? &cell[i][j - 1] : NULL, *own = &cell[i][j];
      if (up && left) {
#pragma omp task depend(in : *up, *left) depend(out : *own)
        *own = (*up + *left) % 1000003;
      } else {
        /* One of them is missing on the edges: the task depends on itself instead. */
#pragma omp task depend(out : *own)
        *own = 1;
      }
    }
#pragma omp taskwait
  long expected[N][N];
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      expected[i][j] = i && j ? (expected[i - 1][j] + expected[i][j - 1]) % 1000003 : 1;
      CHECK_INT(cell[i][j], expected[i][j]);
    }
}

static void many_addresses(void) {
  static int value[ADDRESSES];
  memset(value, 0, sizeof value);
  for (int pass = 0; pass < 5; pass++)
    for (int i = 0; i < ADDRESSES; i++) {
      int *own = &value[i];
#pragma omp task depend(inout : *own)
      {
        CHECK_INT(*own, pass);
        ++*own;
      }
    }
#pragma omp taskwait
  for (int i = 0; i < ADDRESSES; i++)
    CHECK_INT(value[i], 5);
}

/* Dependences are between siblings: the children of different tasks do not know of each other. */
static void only_siblings(void) {
  int x = 0, other_ran = 0;
#pragma omp task shared(x, other_ran) depend(out : x)
  {
#pragma omp task shared(x, other_ran) depend(out : x)
    {
#pragma omp atomic write
      other_ran = 1;
    }
#pragma omp taskwait
    CHECK_INT(other_ran, 1);
    x = 1;
  }
#pragma omp task shared(x, other_ran) depend(in : x)
  CHECK_INT(x + other_ran, 2);
#pragma omp taskwait
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    {
      readers_and_writers();
      diamond();
      wavefront();
      many_addresses();
      only_siblings();
    }
  }
  readers_and_writers();
  diamond();
  wavefront();
  return check_done();
}
