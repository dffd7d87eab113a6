// Locks made before the fork work in the child, those the forking thread holds stay held, and new
// ones can be made.
//@ skip[libomp]: every lock crashes in the child
//@ skip[libgomp]: the child hangs at its first region
#include "child.h"

enum { ROUNDS = 300 };

static void contend(omp_lock_t *lock) {
  int count = 0;
#pragma omp parallel num_threads(3)
  for (int round = 0; round < ROUNDS; round++) {
    omp_set_lock(lock);
    count++;
    omp_unset_lock(lock);
  }
  CHECK_INT(count, 3 * ROUNDS);
}

int main(void) {
  omp_lock_t used, held, fresh;
  omp_nest_lock_t nest;
  omp_init_lock(&used);
  omp_init_lock(&held);
  omp_init_nest_lock(&nest);
  contend(&used);
  omp_set_lock(&held);
  omp_set_nest_lock(&nest);
  pid_t pid = fork();
  if (pid == 0) {
    contend(&used);
    CHECK_INT(omp_test_lock(&held), 0);
    omp_unset_lock(&held);
    contend(&held);
    CHECK_INT(omp_test_nest_lock(&nest), 2);
    omp_unset_nest_lock(&nest);
    omp_unset_nest_lock(&nest);
    omp_init_lock(&fresh);
    contend(&fresh);
    omp_destroy_lock(&fresh);
    child_exit();
  }
  child_ended_well(pid);
  omp_unset_lock(&held);
  omp_unset_nest_lock(&nest);
  contend(&held);
  return check_done();
}
