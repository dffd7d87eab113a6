// The runtime forgets dependences when the tasks that named them are done: a program that names
// ever new addresses does not grow, whether its tasks are waited for in a taskwait, in barriers
// only, or not before the end.
//@ skip[libomp]: keeps all until a taskwait or the end of the task
#include <malloc.h>
#include <omp.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

enum { PHASES = 100, TASKS = 2000, MANY = 10000, ITEMS = 20, MOST_MEGABYTES = 10 };

/* Only its addresses are used. */
static char *addresses;
static long used;

static double megabytes(void) {
  struct mallinfo2 now = mallinfo2();
  return (double)(now.uordblks + now.hblkhd) / (1 << 20);
}

static void check_growth(const char *where, double before) {
  double growth = megabytes() - before;
  CHECK(growth < MOST_MEGABYTES, "%s: %.1f MB more", where, growth);
}

/* Each task names an address of its own and the one of the task before. */
static void generate(int tasks, int *done) {
  for (int i = 0; i < tasks; i++) {
    char *address __attribute__((unused)) = addresses + ++used;
#pragma omp task depend(out : address[0]) depend(in : address[-1])
    __atomic_add_fetch(done, 1, __ATOMIC_RELAXED);
  }
}

static void barriers_only(int threads) {
  int done = 0;
#pragma omp parallel num_threads(threads)
  {
    double before = 0;
    for (int phase = 0; phase < PHASES; phase++) {
#pragma omp master
      generate(TASKS, &done);
#pragma omp barrier
#pragma omp master
      {
        CHECK_INT(done, (phase + 1) * TASKS);
        if (phase == 9)
          before = megabytes();
        if (phase > 9)
          check_growth("barriers", before);
      }
    }
  }
}

/* Many addresses at once, of tasks that wait for the first, and then none: the thread is still in
   the task that generated them. */
static void many_at_once(void) {
  int done = 0, go = 0;
#pragma omp parallel num_threads(2)
  {
    double before = megabytes();
#pragma omp master
    {
#pragma omp task depend(out : go)
      while (!__atomic_load_n(&go, __ATOMIC_ACQUIRE))
        usleep(100);
      for (int i = 0; i < MANY; i++) {
        char *address __attribute__((unused)) = addresses + used;
#pragma omp task depend(in : go) depend(iterator(int item = 0 : ITEMS), out : address[item])
        __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
        used += ITEMS;
      }
      CHECK(megabytes() - before > MOST_MEGABYTES, "nothing is kept of tasks that wait");
      __atomic_store_n(&go, 1, __ATOMIC_RELEASE);
    }
#pragma omp barrier
#pragma omp master
    {
      CHECK_INT(done, MANY);
      check_growth("behind the barrier", before);
    }
  }
}

/* A task that generates others as they end, and waits for none of them. */
static void never_waits(void) {
  int done = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
  {
    double before = 0;
    for (int phase = 0; phase < PHASES; phase++) {
      generate(TASKS, &done);
      while (__atomic_load_n(&done, __ATOMIC_RELAXED) < phase * TASKS) {
#pragma omp taskyield
      }
      if (phase == 9)
        before = megabytes();
      if (phase > 9)
        check_growth("no wait", before);
    }
  }
  CHECK_INT(done, PHASES * TASKS);
}

int main(void) {
  size_t size = 1 << 30;
  addresses = mmap(0, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(addresses != MAP_FAILED, "no room for addresses");
  barriers_only(1);
  barriers_only(2);
  never_waits();
  many_at_once();
  return check_done();
}
