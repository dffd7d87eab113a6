// task_reduction and in_reduction: scalars, arrays, sections of arrays, several variables, several
// operators; in tasks of tasks, in nested groups, in taskloops; copies belong to a thread, and a
// group ends with the right sum.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { TASKS = 100, N = 20 };

static void scalars(void) {
  int sum = 5, least = 1000, product = 1;
  double real = 0.5;
  unsigned bits = 0;
#pragma omp taskgroup task_reduction(+ : sum, real) task_reduction(min : least) task_reduction(* : product) \
    task_reduction(| : bits)
  {
    for (int i = 0; i < TASKS; i++) {
#pragma omp task in_reduction(+ : sum, real) in_reduction(min : least) in_reduction(| : bits)
      {
        sum += i;
        real += 0.25;
        if (500 - i < least)
          least = 500 - i;
        bits |= 1u << i % 20;
        if (i % 30 == 0)
          usleep(50);
      }
    }
#pragma omp task in_reduction(* : product)
    product *= 6;
  }
  CHECK_INT(sum, 5 + TASKS * (TASKS - 1) / 2);
  CHECK(real == 0.5 + TASKS * 0.25, "real is %g", real);
  CHECK_INT(least, 500 - TASKS + 1);
  CHECK_INT(product, 6);
  CHECK_INT(bits, (1 << 20) - 1);
}

static void arrays(int n) {
  long fixed[N] = {0}, variable[n], *part = malloc(sizeof(long) * N);
  for (int i = 0; i < n; i++)
    variable[i] = i;
  for (int i = 0; i < N; i++)
    part[i] = 100 * i;
#pragma omp taskgroup task_reduction(+ : fixed, variable) task_reduction(+ : part[2 : n - 5])
  for (int i = 0; i < TASKS; i++) {
    /* Clang's code combines in this thread, but knows the variable sizes only in threads that have
       run such a task. */
#pragma omp task in_reduction(+ : fixed, variable) in_reduction(+ : part[2 : n - 5]) if (i > 0)
    {
      fixed[i % N] += i;
      variable[i % n]++;
      part[2 + i % (n - 5)] += 2;
    }
  }
  long sum = 0, count = 0, twos = 0;
  for (int i = 0; i < N; i++)
    sum += fixed[i];
  for (int i = 0; i < n; i++)
    count += variable[i] - i;
  for (int i = 0; i < N; i++) {
    CHECK((i >= 2 && i < n - 3) || part[i] == 100 * i, "part[%d] was changed", i);
    twos += part[i] - 100 * i;
  }
  CHECK_INT(sum, TASKS * (TASKS - 1) / 2);
  CHECK_INT(count, TASKS);
  CHECK_INT(twos, 2 * TASKS);
  free(part);
}

/* Tasks of tasks name the copy that the task around them has. */
static void descend(int depth, int *sum_of_outer) {
  int sum = *sum_of_outer;
#pragma omp taskgroup task_reduction(+ : sum)
  {
    for (int i = 0; i < 3; i++) {
#pragma omp task in_reduction(+ : sum)
      {
        sum++;
#pragma omp task in_reduction(+ : sum)
        {
          sum += 10;
#pragma omp task in_reduction(+ : sum)
          sum += 100;
        }
        if (depth > 0) {
          int own = 0;
          descend(depth - 1, &own);
          sum += own;
        }
      }
    }
  }
  *sum_of_outer = sum;
}

static void two_groups(void) {
  int outer = 0, inner = 0;
#pragma omp taskgroup task_reduction(+ : outer)
  {
    for (int i = 0; i < 10; i++) {
#pragma omp task in_reduction(+ : outer) shared(inner)
      {
        int own = 0;
        outer++;
#pragma omp taskgroup task_reduction(+ : own)
        {
          for (int j = 0; j < 4; j++) {
#pragma omp task in_reduction(+ : own, outer)
            {
              own++;
              outer += 10;
            }
          }
        }
        CHECK_INT(own, 4);
#pragma omp atomic
        inner += own;
      }
    }
  }
  CHECK_INT(inner, 40);
  CHECK_INT(outer, 410);
}

static void taskloops(void) {
  long sum = 1, product = 1;
#pragma omp taskloop reduction(+ : sum) num_tasks(7)
  for (int i = 0; i < 1000; i++)
    sum += i;
  CHECK_INT(sum, 499501);
  sum = 2;
#pragma omp taskgroup task_reduction(+ : sum) task_reduction(* : product)
  {
#pragma omp taskloop in_reduction(+ : sum) grainsize(10) nogroup
    for (int i = 0; i < 1000; i++)
      sum += i;
#pragma omp task in_reduction(* : product)
    product *= 3;
#pragma omp taskloop in_reduction(+ : sum) collapse(2)
    for (int i = 0; i < 10; i++)
      for (int j = 0; j < 10; j++)
        sum += i * j;
  }
  CHECK_INT(sum, 2 + 499500 + 2025);
  CHECK_INT(product, 3);
  sum = 4;
#pragma omp taskloop reduction(+ : sum)
  for (int i = 10; i < 10; i++)
    sum += i;
  CHECK_INT(sum, 4);
}

static void all(void) {
  int sum = 0;
  scalars();
  arrays(11);
  descend(2, &sum);
  CHECK_INT(sum, 111 * (3 + 9 + 27));
  two_groups();
  taskloops();
}

int main(void) {
  for (int threads = 1; threads <= 5; threads++) {
#pragma omp parallel num_threads(threads)
    all();
#pragma omp parallel num_threads(threads)
#pragma omp single
    all();
  }
  all();
  return check_done();
}
