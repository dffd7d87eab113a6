// The threads of a region round, flush and trap as its primary thread does, also where it has
// changed that since they were created, or one of them has.
//@ flags: -lm
//@ skip[gcc]: in GCC's code they go on as they were created, as with libgomp
#include <fenv.h>
#include <omp.h>
#ifdef __x86_64__
#include <xmmintrin.h>
#endif

#include "check.h"

#ifdef __x86_64__
static unsigned x87(void) {
  unsigned short word;
  __asm__ volatile("fnstcw %0" : "=m"(word));
  return word;
}

static unsigned vectors(void) { return _mm_getcsr() & 0xffc0; }

static void flush(void) { _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON); }

static void open_trap(void) {
  unsigned short word = x87() & ~FE_DIVBYZERO;
  __asm__ volatile("fldcw %0" : : "m"(word));
}
#elif defined __aarch64__
static unsigned x87(void) { return 0; }

static unsigned vectors(void) {
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
}

static void set(unsigned long control) { __asm__ volatile("msr fpcr, %0" : : "r"(control)); }

static void flush(void) { set(vectors() | 1 << 24); }

// Many processors cannot trap, and keep the bit 0.
static void open_trap(void) { set(vectors() | 1 << 9); }
#endif

static void check(const char *when) {
  unsigned primary_x87 = x87(), primary_vectors = vectors();
#pragma omp parallel num_threads(4)
  {
    CHECK(x87() == primary_x87, "%s: %x in thread %d, %x in the primary one", when, x87(), omp_get_thread_num(),
          primary_x87);
    CHECK(vectors() == primary_vectors, "%s: %x in thread %d, %x in the primary one", when, vectors(), omp_get_thread_num(),
          primary_vectors);
#pragma omp task
    CHECK(vectors() == primary_vectors, "%s: in a task %x", when, vectors());
#pragma omp parallel num_threads(2)
    CHECK(vectors() == primary_vectors, "%s: in an inner region %x", when, vectors());
  }
}

int main(void) {
  omp_set_max_active_levels(2);
  check("at first");
  flush();
  check("flushing");
  fesetround(FE_UPWARD);
  check("rounding up");
  // A flag that is raised in a worker, whose trap is open in the next region.
#pragma omp parallel num_threads(4)
  {
    volatile long double zero = 0, infinite = 1 / zero;
    (void)infinite;
  }
  feclearexcept(FE_ALL_EXCEPT);
  open_trap();
  check("trapping");
  fesetenv(FE_DFL_ENV);
  check("by default");
#pragma omp parallel num_threads(4)
  if (omp_get_thread_num() == 2)
    fesetround(FE_DOWNWARD);
  check("after a worker has changed its own");
  return check_done();
}
