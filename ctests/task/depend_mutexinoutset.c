// mutexinoutset: one at a time, in any order, after the writers before and before those after;
// several at once without deadlock; tasks that need nothing in common run side by side.
#include <omp.h>
#include <unistd.h>

#include "check.h"

enum { TASKS = 60, ROUNDS = 10, FORKS = 5 };

static void one_at_a_time(void) {
  int x = 0, inside = 0;
#pragma omp task shared(x) depend(out : x)
  {
    usleep(500);
    x = 1000;
  }
  for (int i = 0; i < TASKS; i++) {
#pragma omp task shared(x, inside) depend(mutexinoutset : x)
    {
      int now;
#pragma omp atomic capture
      now = ++inside;
      CHECK_INT(now, 1);
      CHECK(x >= 1000, "a task of the set runs before what it depends on");
      x++; /* not atomic: it is alone */
      if (x % 8 == 0)
        usleep(20);
#pragma omp atomic
      inside--;
    }
  }
#pragma omp task shared(x) depend(in : x)
  CHECK_INT(x, 1000 + TASKS);
#pragma omp taskwait
}

/* Dining philosophers: each needs two of the forks. */
static void several(void) {
  int uses[FORKS] = {0}, held[FORKS] = {0};
  for (int i = 0; i < TASKS; i++) {
    int left = i % FORKS, right = (i + 1) % FORKS;
#pragma omp task shared(uses, held) firstprivate(left, right) depend(mutexinoutset : uses[left], uses[right])
    {
      int now, too;
#pragma omp atomic capture
      now = ++held[left];
#pragma omp atomic capture
      too = ++held[right];
      CHECK_INT(now, 1);
      CHECK_INT(too, 1);
      uses[left]++;
      uses[right]++;
#pragma omp atomic
      held[left]--;
#pragma omp atomic
      held[right]--;
    }
  }
#pragma omp taskwait
  int sum = 0;
  for (int i = 0; i < FORKS; i++)
    sum += uses[i];
  CHECK_INT(sum, 2 * TASKS);
}

/* The set is one step in the order of an address that others write. */
static void between(void) {
  int x = 0;
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp task shared(x) depend(inout : x)
    CHECK_INT(x, 3 * round);
    for (int i = 0; i < 3; i++) {
#pragma omp task shared(x) depend(mutexinoutset : x)
      x++;
    }
  }
#pragma omp taskwait
  CHECK_INT(x, 3 * ROUNDS);
}

/* An undeferred one waits for its turn as well. */
static void undeferred(void) {
  int x = 0, inside = 0;
  for (int i = 0; i < 20; i++) {
#pragma omp task shared(x, inside) depend(mutexinoutset : x) if (i % 3)
    {
      int now;
#pragma omp atomic capture
      now = ++inside;
      CHECK_INT(now, 1);
      x++;
      usleep(30);
#pragma omp atomic
      inside--;
    }
  }
#pragma omp taskwait
  CHECK_INT(x, 20);
}

/* clang makes two parts of each. */
static void untied(void) {
  int x = 0;
  for (int i = 0; i < 20; i++) {
#pragma omp task untied shared(x) depend(mutexinoutset : x)
    x++;
  }
#pragma omp task shared(x) depend(in : x)
  CHECK_INT(x, 20);
#pragma omp taskwait
}

/* An untied task that waits for a tied child, begun by a thread that waits in a task of another
   family. */
static void untied_waits(void) {
  for (int i = 0; i < 20; i++) {
#pragma omp task untied
    {
      int x = 0;
#pragma omp task shared(x) depend(out : x)
      x = 1;
#pragma omp taskwait
      CHECK_INT(x, 1);
    }
#pragma omp task
    {
      int x = 0;
#pragma omp task shared(x)
      x = 1;
#pragma omp taskyield
#pragma omp taskwait
      CHECK_INT(x, 1);
    }
  }
#pragma omp taskwait
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    {
      one_at_a_time();
      several();
      between();
      undeferred();
      untied();
      untied_waits();
    }
  }
  return check_done();
}
