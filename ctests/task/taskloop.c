// taskloop: every iteration once; grainsize and num_tasks as they promise; collapse, lastprivate,
// if, final, untied, nogroup, priority; signed and unsigned, up and down, at the ends of the number
// range, empty.
//@ skip[gcc libomp]: an assertion fails in a downward loop
#include <limits.h>
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { N = 1000 };

static int seen[N], tasks, largest;

/* Tells tasks apart: private to a task, and first used where its iterations begin. */
static void begin(void) {
  memset(seen, 0, sizeof seen);
  tasks = largest = 0;
}

static void iterate(int i, int *own) {
#pragma omp atomic
  seen[i]++;
  if (++*own == 1) {
#pragma omp atomic
    tasks++;
  }
#pragma omp critical
  if (*own > largest)
    largest = *own;
}

static void check_all_at(int line, int n) {
  for (int i = 0; i < n; i++)
    CHECK(seen[i] == 1, "line %d: iteration %d ran %d times", line, i, seen[i]);
}

#define check_all(n) check_all_at(__LINE__, n)

static void sizes(void) {
  for (int n = 1; n <= N; n = n * 3 + 1)
    for (int size = 1; size < 50; size = size * 2 + 1) {
      int own = 0, expected = n / size > 0 ? n / size : 1;
      begin();
#pragma omp taskloop grainsize(size) firstprivate(own)
      for (int i = 0; i < n; i++)
        iterate(i, &own);
      check_all(n);
      CHECK(tasks == expected, "%d tasks for %d iterations of grain %d, not %d", tasks, n, size, expected);
      CHECK(largest < 2 * size, "%d iterations in a task of grain %d", largest, size);
      begin();
      expected = n < size ? n : size;
#pragma omp taskloop num_tasks(size) firstprivate(own)
      for (int i = 0; i < n; i++)
        iterate(i, &own);
      check_all(n);
      CHECK(tasks == expected, "%d tasks for %d iterations in %d tasks", tasks, n, size);
      CHECK_INT(largest, (n + expected - 1) / expected);
    }
}

static void bounds(void) {
  int count = 0, own = 0;
  begin();
#pragma omp taskloop firstprivate(own)
  for (int i = N - 1; i >= 0; i--)
    iterate(i, &own);
  check_all(N);
  begin();
#pragma omp taskloop firstprivate(own) num_tasks(6)
  for (unsigned long long i = ULLONG_MAX - 2 * N; i < ULLONG_MAX - 1; i += 2)
    iterate((int)((i - (ULLONG_MAX - 2 * N)) / 2), &own);
  check_all(N);
  begin();
#pragma omp taskloop firstprivate(own) grainsize(7)
  for (long long i = LLONG_MIN + 1; i < LLONG_MIN + 1 + N; i++)
    iterate((int)(i - LLONG_MIN - 1), &own);
  check_all(N);
  begin();
#pragma omp taskloop firstprivate(own) grainsize(7)
  for (int i = INT_MAX - N; i < INT_MAX; i++)
    iterate(i - (INT_MAX - N), &own);
  check_all(N);
#pragma omp taskloop shared(count)
  for (int i = 5; i < 5; i++)
    count++;
  CHECK_INT(count, 0);
}

static void clauses(void) {
  int last = -1, own = 0, together = -1, x = 3;
  begin();
#pragma omp taskloop lastprivate(last) firstprivate(own, x) num_tasks(9)
  for (int i = 0; i < N; i++) {
    iterate(i, &own);
    CHECK_INT(x, 3);
    last = 2 * i;
  }
  check_all(N);
  CHECK_INT(last, 2 * (N - 1));
  begin();
#pragma omp taskloop collapse(3) lastprivate(together) firstprivate(own) grainsize(3)
  for (int i = 0; i < 10; i++)
    for (int j = 9; j >= 0; j--)
      for (int k = 0; k < 20; k += 2) {
        iterate((i * 10 + 9 - j) * 10 + k / 2, &own);
        together = i * 10000 + j * 100 + k;
      }
  check_all(N);
  CHECK_INT(together, 90018);
  int thread = omp_get_thread_num();
  begin();
#pragma omp taskloop if (0) firstprivate(own)
  for (int i = 0; i < N; i++) {
    CHECK_INT(omp_get_thread_num(), thread);
    iterate(i, &own);
  }
  check_all(N);
  begin();
#pragma omp taskloop final(1) untied mergeable priority(4) shared(own) num_tasks(4)
  for (int i = 0; i < N; i++) {
    CHECK_INT(omp_in_final(), 1);
#pragma omp atomic
    seen[i]++;
  }
  check_all(N);
  begin();
#pragma omp taskgroup
  {
#pragma omp taskloop nogroup firstprivate(own)
    for (int i = 0; i < N; i++)
      iterate(i, &own);
  }
  check_all(N);
  begin();
#pragma omp taskloop nogroup firstprivate(own)
  for (int i = 0; i < N; i++)
    iterate(i, &own);
#pragma omp taskwait
  check_all(N);
}

/* The end of the construct waits for the tasks of its tasks. */
static void descendants(void) {
  int done = 0;
#pragma omp taskloop shared(done) num_tasks(5)
  for (int i = 0; i < 20; i++) {
#pragma omp task shared(done)
    {
      usleep(50);
#pragma omp atomic
      done++;
    }
  }
  CHECK_INT(done, 20);
#pragma omp taskloop shared(done) num_tasks(3)
  for (int i = 0; i < 3; i++) {
#pragma omp taskloop shared(done)
    for (int j = 0; j < 10; j++) {
#pragma omp atomic
      done++;
    }
  }
  CHECK_INT(done, 50);
}

static void all(void) {
  sizes();
  bounds();
  clauses();
  descendants();
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    all();
  }
  all();
  return check_done();
}
