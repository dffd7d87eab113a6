// The strict modifier: grainsize(strict: n) leaves only the last task fewer than n iterations;
// called as GCC does it.
//@ skip[clang]: 19 does not take the modifier
//@ skip[libomp]: does not know the flag
#include <omp.h>

#include "check.h"

enum { N = 100 };

static int first_of[N + 1], count_of[N + 1], tasks, seen[N];

static void note(int i, int *own, int *number) {
  if (++*own == 1) {
#pragma omp atomic capture
    *number = tasks++;
    first_of[*number] = i;
  }
  count_of[*number] = *own;
  seen[i]++;
}

static void check(int n, int size, int wanted_tasks) {
  CHECK(tasks == wanted_tasks, "%d tasks for %d in %d, not %d", tasks, n, size, wanted_tasks);
  for (int i = 0; i < n; i++)
    CHECK_INT(seen[i], 1);
}

int main(void) {
  for (int threads = 1; threads <= 3; threads++)
    for (int n = 1; n <= N; n += 7)
      for (int size = 1; size <= N; size += 9) {
        int own = 0, number = 0;
        tasks = 0;
        memset(seen, 0, sizeof seen);
#pragma omp parallel num_threads(threads)
#pragma omp single
#pragma omp taskloop grainsize(strict : size) firstprivate(own, number)
        for (int i = 0; i < n; i++)
          note(i, &own, &number);
        check(n, size, (n + size - 1) / size);
        for (int task = 0; task < tasks; task++) {
          int left = n - first_of[task], rest = first_of[task] % size;
          CHECK_INT(rest, 0);
          CHECK_INT(count_of[task], left < size ? left : size);
        }
        tasks = 0;
        memset(seen, 0, sizeof seen);
#pragma omp parallel num_threads(threads)
#pragma omp single
#pragma omp taskloop num_tasks(strict : size) firstprivate(own, number)
        for (int i = 0; i < n; i++)
          note(i, &own, &number);
        int wanted = n < size ? n : size;
        check(n, size, wanted);
        for (int task = 0; task < tasks; task++)
          CHECK(count_of[task] == n / wanted || count_of[task] == n / wanted + 1, "%d iterations of %d in %d tasks",
                count_of[task], n, wanted);
      }
  return check_done();
}
