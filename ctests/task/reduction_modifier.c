// reduction(task, ...) of regions, loops, sections: what the members and the tasks they generate
// add is all there.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { N = 200 };

static int sum, least;
static double field[3];

static void region(int threads) {
  sum = 7;
  memset(field, 0, sizeof field);
#pragma omp parallel num_threads(threads) reduction(task, + : sum, field)
  {
    sum++;
    for (int i = 0; i < 10; i++) {
#pragma omp task in_reduction(+ : sum, field)
      {
        sum += 10;
        field[i % 3] += 0.5;
#pragma omp task in_reduction(+ : sum)
        sum += 100;
        if (i == 3)
          usleep(50);
      }
    }
  }
  CHECK_INT(sum, 7 + threads * (1 + 100 + 1000));
  CHECK(field[0] + field[1] + field[2] == threads * 5.0, "%g, not %g", field[0] + field[1] + field[2], threads * 5.0);
}

static void combined(int threads) {
  sum = 1;
#pragma omp parallel for num_threads(threads) reduction(task, + : sum) schedule(dynamic, 3)
  for (int i = 0; i < N; i++) {
    sum++;
#pragma omp task in_reduction(+ : sum)
    sum += i;
  }
  CHECK_INT(sum, 1 + N + N * (N - 1) / 2);
}

static void loops(int threads) {
  sum = 3;
  least = 1000;
#pragma omp parallel num_threads(threads)
  for (int round = 0; round < 3; round++) {
#pragma omp for reduction(task, + : sum) reduction(task, min : least)
    for (int i = 0; i < N; i++) {
      sum++;
#pragma omp task in_reduction(+ : sum) in_reduction(min : least)
      {
        sum += i;
        if (500 - i < least)
          least = 500 - i;
      }
    }
#pragma omp for reduction(task, + : sum) schedule(guided) ordered
    for (int i = 0; i < N; i++) {
#pragma omp ordered
      sum++;
#pragma omp task in_reduction(+ : sum)
      sum += i;
    }
#pragma omp for reduction(task, + : sum) schedule(runtime)
    for (unsigned long long i = 0; i < N; i++) {
#pragma omp task in_reduction(+ : sum)
      sum += 1;
    }
  }
  CHECK_INT(sum, 3 + 3 * (2 * N + N * (N - 1) + N));
  CHECK_INT(least, 500 - N + 1);
}

static void sections(int threads) {
  sum = 0;
#pragma omp parallel num_threads(threads)
#pragma omp sections reduction(task, + : sum)
  {
#pragma omp section
    {
#pragma omp task in_reduction(+ : sum)
      sum += 1;
      sum += 10;
    }
#pragma omp section
    sum += 100;
#pragma omp section
    {
#pragma omp taskloop in_reduction(+ : sum)
      for (int i = 0; i < 10; i++)
        sum += 1000;
    }
  }
  CHECK_INT(sum, 10111);
}

int main(void) {
  for (int threads = 1; threads <= 6; threads++)
    for (int round = 0; round < 10; round++) {
      region(threads);
      combined(threads);
      loops(threads);
      sections(threads);
    }
  return check_done();
}
