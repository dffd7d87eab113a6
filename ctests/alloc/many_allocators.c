// Thousands of allocators live side by side, each with a pool of its own, made and destroyed by
// several threads.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
#include <omp.h>

#include "check.h"

enum { THREADS = 4, LIVE = 300, ROUNDS = 30 };

static void make_use_destroy(int seed) {
  omp_allocator_handle_t allocators[LIVE];
  void *memory[LIVE];
  for (int i = 0; i < LIVE; i++) {
    omp_alloctrait_t traits[] = {{omp_atk_pool_size, 1000 + i}, {omp_atk_fallback, omp_atv_null_fb}};
    allocators[i] = omp_init_allocator(omp_default_mem_space, 2, traits);
    CHECK(allocators[i] != omp_null_allocator, "allocator %d", i);
    memory[i] = omp_alloc(700, allocators[i]);
    CHECK(memory[i] != NULL, "allocator %d", i);
    memset(memory[i], seed, 700);
  }
  for (int i = 0; i < LIVE; i++) {
    CHECK(omp_alloc(700, allocators[i]) == NULL, "allocator %d", i);
    CHECK(((unsigned char *)memory[i])[699] == seed, "allocator %d", i);
    omp_free(memory[i], omp_null_allocator);
    omp_destroy_allocator(allocators[i]);
  }
}

int main(void) {
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < ROUNDS; round++) make_use_destroy(omp_get_thread_num() + 1);
  return check_done();
}
