// A value that is no allocator, no memory space or no trait is found out, not followed.
//@ skip[libgomp]: segmentation faults
//@ skip[libomp]: segmentation faults and assertion failures
//@ stderr: is no memory allocator
#include <omp.h>
#include <stdint.h>

#include "check.h"

static omp_allocator_handle_t handle(uintptr_t number) { return (omp_allocator_handle_t)number; }

static int is_usable(omp_allocator_handle_t allocator) {
  char *memory = omp_alloc(1000, allocator);
  if (memory == NULL) return 0;
  memset(memory, 1, 1000);
  omp_free(memory, allocator);
  return 1;
}

static int accepts(int key, uintptr_t value) {
  omp_alloctrait_t trait;
  trait.key = (omp_alloctrait_key_t)key;
  trait.value = value;
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, 1, &trait);
  omp_destroy_allocator(allocator);
  return allocator != omp_null_allocator;
}

int main(void) {
  static const uintptr_t NUMBERS[] = {9, 50, 99, 103, 5000, 0xdeadbeef, 0x7fffffffffff, UINTPTR_MAX};
  for (int i = 0; i < (int)(sizeof NUMBERS / sizeof *NUMBERS); i++) {
    CHECK(is_usable(handle(NUMBERS[i])), "%#lx", NUMBERS[i]);
    omp_destroy_allocator(handle(NUMBERS[i]));
    omp_set_default_allocator(handle(NUMBERS[i]));
    CHECK(is_usable(omp_null_allocator), "%#lx", NUMBERS[i]);
  }
  omp_set_default_allocator(omp_default_mem_alloc);
  omp_destroy_allocator(omp_default_mem_alloc);
  CHECK(is_usable(omp_default_mem_alloc), "destroyed");

  omp_allocator_handle_t gone = omp_init_allocator(omp_default_mem_space, 0, NULL);
  void *memory = omp_alloc(100, gone);
  omp_destroy_allocator(gone);
  omp_destroy_allocator(gone);
  CHECK(is_usable(gone), "destroyed");
  memory = omp_realloc(memory, 1000, gone, gone);
  CHECK(memory != NULL, "destroyed");
  omp_free(memory, gone);

  omp_alloctrait_t fallback[] = {{omp_atk_pool_size, 100}, {omp_atk_fallback, omp_atv_allocator_fb}, {omp_atk_fb_data, 0}};
  omp_allocator_handle_t to_nothing = omp_init_allocator(omp_default_mem_space, 3, fallback);
  CHECK(is_usable(to_nothing), "falls back to no allocator");
  omp_set_default_allocator(to_nothing);
  CHECK(is_usable(omp_null_allocator), "falls back to no allocator");

  CHECK(omp_init_allocator((omp_memspace_handle_t)77, 0, NULL) == omp_null_allocator, "no such space");
  CHECK(omp_init_allocator(omp_default_mem_space, 3, NULL) == omp_null_allocator, "traits that are not there");
  CHECK(omp_init_allocator(omp_default_mem_space, -3, fallback) != omp_null_allocator, "a negative number of traits");
  CHECK(!accepts(0, 1) && !accepts(99, 1) && !accepts(-1, 1), "no such key");
  CHECK(!accepts(omp_atk_alignment, 0) && !accepts(omp_atk_alignment, 48), "no power of two");
  CHECK(!accepts(omp_atk_fallback, omp_atv_interleaved) && !accepts(omp_atk_pinned, 7), "no value of this key");
  // `all`, as GCC's header and as LLVM's has it.
  CHECK(accepts(omp_atk_access, 7) && accepts(omp_atk_access, 19), "all");
  // The default memory space, as GCC's header and as LLVM's has it.
  CHECK(omp_init_allocator((omp_memspace_handle_t)0, 0, NULL) != omp_null_allocator, "0");
  CHECK(omp_init_allocator((omp_memspace_handle_t)99, 0, NULL) != omp_null_allocator, "99");

  volatile size_t eight = 8; // The compiler warns of the product.
  CHECK(omp_calloc((size_t)1 << 62, eight, omp_default_mem_alloc) == NULL, "more than there is");
  CHECK(omp_aligned_alloc((size_t)1 << 62, 64, omp_default_mem_alloc) == NULL, "more than there is");
  CHECK(omp_aligned_alloc(((size_t)1 << 63) + 1, 64, omp_default_mem_alloc) == NULL, "more than there is");
  void *odd = omp_aligned_alloc(48, 96, omp_default_mem_alloc);
  CHECK(odd != NULL && (uintptr_t)odd % 16 == 0, "%p", odd);
  omp_free(odd, omp_default_mem_alloc);
  return check_done();
}
