// A nest lock counts its settings, belongs to the task that set it, and takes no more than eight
// bytes.
//@ also: OMP_WAIT_POLICY=passive
#include <omp.h>
#include <string.h>

#include "check.h"

enum { THREADS = 4, ROUNDS = 5000 };

int main(void) {
  struct {
    omp_nest_lock_t lock;
    unsigned char behind[8];
  } storage;
  memset(&storage, 0xa5, sizeof storage);
  omp_nest_lock_t *lock = &storage.lock;
  omp_init_nest_lock(lock);

  CHECK_INT(omp_test_nest_lock(lock), 1);
  omp_set_nest_lock(lock);
  CHECK_INT(omp_test_nest_lock(lock), 3);
  omp_unset_nest_lock(lock);
  omp_unset_nest_lock(lock);
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 1) CHECK_INT(omp_test_nest_lock(lock), 0);
  omp_unset_nest_lock(lock);
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 1) {
    CHECK_INT(omp_test_nest_lock(lock), 1);
    omp_unset_nest_lock(lock);
  }

  long count = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) {
    omp_set_nest_lock(lock);
    omp_set_nest_lock(lock);
    count++;
    omp_unset_nest_lock(lock);
    count++;
    omp_unset_nest_lock(lock);
  }
  CHECK_INT(count, 2L * THREADS * ROUNDS);

  omp_destroy_nest_lock(lock);
#ifdef __clang__  // libgomp has no function of this name, though GCC's header declares it.
  omp_init_nest_lock_with_hint(lock, omp_sync_hint_uncontended);
  CHECK_INT(omp_test_nest_lock(lock), 1);
  omp_unset_nest_lock(lock);
  omp_destroy_nest_lock(lock);
#endif
  for (int i = 0; i < 8; i++) CHECK_INT(storage.behind[i], 0xa5);
  return check_done();
}
