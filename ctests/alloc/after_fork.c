// Allocators and their memory are usable in a forked child, also when the fork came while other
// threads were allocating.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
#include <omp.h>
#include <unistd.h>

#include "check.h"
#include "child.h"

enum { CHILDREN = 50 };

int main(void) {
  omp_alloctrait_t traits[] = {{omp_atk_pool_size, 100000}, {omp_atk_fallback, omp_atv_null_fb}};
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, 2, traits);
  char *before = omp_alloc(50000, allocator);
  memset(before, 4, 50000);
  int done = 0;
#pragma omp parallel num_threads(3)
  if (omp_get_thread_num() == 0) {
    for (int i = 0; i < CHILDREN; i++) {
      pid_t child = fork();
      if (child == 0) {
        CHECK_INT(before[49999], 4);
        omp_free(before, allocator);
        omp_allocator_handle_t other = omp_init_allocator(omp_default_mem_space, 2, traits);
        for (int round = 0; round < 100; round++) {
          char *memory = omp_alloc(60000, round % 2 ? other : allocator);
          CHECK(memory != NULL, "round %d", round);
          omp_free(memory, omp_null_allocator);
        }
        omp_destroy_allocator(other);
        _exit(check_done());
      }
      child_ended_well(child);
    }
    __atomic_store_n(&done, 1, __ATOMIC_RELEASE);
  } else {
    while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE)) {
      omp_allocator_handle_t own = omp_init_allocator(omp_default_mem_space, 2, traits);
      omp_free(omp_alloc(1000, own), own);
      omp_free(omp_alloc(10000, allocator), allocator);
      omp_destroy_allocator(own);
    }
  }
  omp_free(before, allocator);
  return check_done();
}
