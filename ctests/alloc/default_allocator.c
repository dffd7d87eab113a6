// def-allocator-var belongs to a task and is inherited; omp_null_allocator stands for it.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
#include <omp.h>
#include <stdint.h>

#include "check.h"

static void is(omp_allocator_handle_t wanted) {
  CHECK_INT((long)omp_get_default_allocator(), (long)wanted);
}

int main(void) {
  is(omp_default_mem_alloc);
  omp_alloctrait_t traits[] = {{omp_atk_alignment, 4096}, {omp_atk_fallback, omp_atv_null_fb}};
  omp_allocator_handle_t pages = omp_init_allocator(omp_default_mem_space, 2, traits);
  omp_set_default_allocator(pages);
  is(pages);
#pragma omp parallel num_threads(4)
  {
    is(pages);
    void *memory = omp_alloc(10, omp_null_allocator);
    CHECK((uintptr_t)memory % 4096 == 0, "%p", memory);
    omp_free(memory, omp_null_allocator);
    if (omp_get_thread_num() % 2) omp_set_default_allocator(omp_large_cap_mem_alloc);
#pragma omp barrier
    is(omp_get_thread_num() % 2 ? omp_large_cap_mem_alloc : pages);
#pragma omp parallel num_threads(2)
    is(omp_get_ancestor_thread_num(1) % 2 ? omp_large_cap_mem_alloc : pages);
  }
  is(pages);
  omp_set_default_allocator(omp_thread_mem_alloc);
#pragma omp parallel num_threads(4)
  is(omp_thread_mem_alloc);
  omp_set_default_allocator(omp_null_allocator);
  is(omp_default_mem_alloc);
  omp_destroy_allocator(pages);
  return check_done();
}
