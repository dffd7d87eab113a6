// A simple lock excludes, is refused by test while held, and takes no more than four bytes of its
// variable.
//@ also: OMP_WAIT_POLICY=passive
//@ also: OMP_WAIT_POLICY=active
#include <omp.h>
#include <string.h>

#include "check.h"

enum { THREADS = 4, ROUNDS = 20000 };

static void excludes(omp_lock_t *lock) {
  long count = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
    omp_set_lock(lock);
    count++;
    omp_unset_lock(lock);
  }
  CHECK_INT(count, (long)THREADS * ROUNDS);
}

static void test_refuses_while_held(omp_lock_t *lock) {
  CHECK_INT(omp_test_lock(lock), 1);
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_test_lock(lock), 0);
  omp_unset_lock(lock);
  CHECK_INT(omp_test_lock(lock), 1);
  omp_unset_lock(lock);
}

// The bytes behind a lock of GCC's header belong to the program, and Clang's locks may come through
// the same name.
static void stays_within_four_bytes(void) {
  unsigned char storage[16] __attribute__((aligned(8)));
  memset(storage, 0xa5, sizeof storage);
  omp_lock_t *lock = (omp_lock_t *)(storage + 4);
  omp_init_lock(lock);
  excludes(lock);
  omp_destroy_lock(lock);
  for (int i = 0; i < 16; i++)
    if (i < 4 || i >= 8) CHECK_INT(storage[i], 0xa5);
}

int main(void) {
  omp_lock_t lock;
  memset(&lock, 0xff, sizeof lock);
  omp_init_lock(&lock);
  excludes(&lock);
  test_refuses_while_held(&lock);
  omp_destroy_lock(&lock);
#ifdef __clang__  // libgomp has no function of this name, though GCC's header declares it.
  omp_init_lock_with_hint(&lock, omp_sync_hint_contended | omp_sync_hint_speculative);
  excludes(&lock);
  omp_destroy_lock(&lock);
#endif
  stays_within_four_bytes();
  return check_done();
}
