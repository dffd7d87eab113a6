// Task reductions in a team of one thread: the tasks work on the variable itself, as with libomp.
// Clang registers a section of an array with the size of one element, so that a copy has no room
// for what its initialiser writes.
#include <omp.h>

#include "check.h"

enum { N = 64, TASKS = 10 };

static int *section;
static double scalar;

static void reset(void) {
  for (int i = 0; i < N; i++)
    section[i] = i;
  scalar = 0.5;
}

static void check_sum(int added) {
  for (int i = 0; i < N; i++)
    CHECK_INT(section[i], i + added);
  CHECK(scalar == 0.5 + added, "scalar is %g", scalar);
}

static void in_sections(void) {
  reset();
#pragma omp sections reduction(task, + : section[ : N]) reduction(task, + : scalar)
  {
#pragma omp section
    {
      for (int i = 0; i < N; i++)
        section[i] += 1000;
      scalar += 1000;
      for (int k = 0; k < TASKS; k++) {
#pragma omp task in_reduction(+ : section[ : N]) in_reduction(+ : scalar)
        {
          for (int i = 0; i < N; i++)
            section[i] += 10;
          scalar += 10;
        }
      }
    }
  }
  check_sum(1000 + 10 * TASKS);
}

static void in_loop(void) {
  reset();
#pragma omp for reduction(task, + : section[ : N]) reduction(task, + : scalar)
  for (int k = 0; k < TASKS; k++) {
#pragma omp task in_reduction(+ : section[ : N]) in_reduction(+ : scalar) if (k % 2)
    {
      for (int i = 0; i < N; i++)
        section[i] += k;
      scalar += k;
    }
  }
  check_sum(TASKS * (TASKS - 1) / 2);
}

static void in_group(void) {
  reset();
#pragma omp taskgroup task_reduction(+ : section[ : N]) task_reduction(+ : scalar)
  for (int k = 0; k < TASKS; k++) {
#pragma omp task in_reduction(+ : section[ : N]) in_reduction(+ : scalar)
    {
      for (int i = 0; i < N; i++)
        section[i] += k;
      scalar += k;
    }
  }
  check_sum(TASKS * (TASKS - 1) / 2);
}

static void all(void) {
  in_sections();
  in_loop();
  // libomp makes copies here, for the sake of hidden helpers, and its heap is damaged.
  if (!on_runtime("libomp"))
    in_group();
}

int main(void) {
  section = malloc(N * sizeof *section);
  all();
#pragma omp parallel num_threads(1)
  all();
  reset();
#pragma omp parallel num_threads(1) reduction(task, + : section[ : N]) reduction(task, + : scalar)
  {
    for (int k = 0; k < TASKS; k++) {
#pragma omp task in_reduction(+ : section[ : N]) in_reduction(+ : scalar)
      {
        section[k]++;
        section[N - 1 - k]++;
        scalar++;
      }
    }
  }
  int sum = 0;
  for (int i = 0; i < N; i++)
    sum += section[i] - i;
  CHECK_INT(sum, 2 * TASKS);
  CHECK(scalar == 0.5 + TASKS, "scalar is %g", scalar);
  free(section);
  return check_done();
}
