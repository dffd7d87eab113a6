// Thousands of locks alive at once, side by side, and locks made and destroyed by many threads at
// the same time.
#include <omp.h>

#include "check.h"

enum { LOCKS = 5000, THREADS = 4 };

static omp_lock_t locks[LOCKS];
static omp_nest_lock_t nests[LOCKS];
static int counts[LOCKS], nested[LOCKS];

int main(void) {
#pragma omp parallel for num_threads(THREADS)
  for (int i = 0; i < LOCKS; i++) {
    omp_init_lock(&locks[i]);
    omp_init_nest_lock(&nests[i]);
  }
  omp_set_lock(&locks[7]);
  for (int i = 0; i < LOCKS; i++)
    if (i != 7) {
      CHECK_INT(omp_test_lock(&locks[i]), 1);
      omp_unset_lock(&locks[i]);
    }
  omp_unset_lock(&locks[7]);
#pragma omp parallel num_threads(THREADS)
  for (int i = 0; i < LOCKS; i++) {
    int which = i * 7 % LOCKS;
    omp_set_lock(&locks[which]);
    counts[which]++;
    omp_unset_lock(&locks[which]);
    omp_set_nest_lock(&nests[which]);
    nested[which]++;
    omp_unset_nest_lock(&nests[which]);
    omp_lock_t fresh;
    omp_init_lock(&fresh);
    CHECK_INT(omp_test_lock(&fresh), 1);
    omp_unset_lock(&fresh);
    omp_destroy_lock(&fresh);
  }
#pragma omp parallel for num_threads(THREADS)
  for (int i = 0; i < LOCKS; i++) {
    CHECK_INT(counts[i], THREADS);
    CHECK_INT(nested[i], THREADS);
    omp_destroy_lock(&locks[i]);
    omp_destroy_nest_lock(&nests[i]);
  }
  return check_done();
}
