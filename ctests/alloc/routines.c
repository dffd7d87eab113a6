// Memory from the allocation routines is aligned, zeroed where it should be, keeps its bytes when
// its size changes, and can be released without naming its allocator.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
//@ preload
#include <omp.h>
#include <stdint.h>

#include "check.h"

static const omp_allocator_handle_t PREDEFINED[] = {
    omp_null_allocator,   omp_default_mem_alloc, omp_large_cap_mem_alloc, omp_const_mem_alloc, omp_high_bw_mem_alloc,
    omp_low_lat_mem_alloc, omp_cgroup_mem_alloc,  omp_pteam_mem_alloc,     omp_thread_mem_alloc};

enum { ALLOCATORS = sizeof PREDEFINED / sizeof *PREDEFINED };

static int holds(const unsigned char *bytes, size_t size, unsigned char value) {
  for (size_t i = 0; i < size; i++)
    if (bytes[i] != value) return 0;
  return 1;
}

static void aligned(omp_allocator_handle_t allocator) {
  for (size_t alignment = 1; alignment <= 65536; alignment *= 2) {
    size_t size = alignment * 3;
    unsigned char *memory = omp_aligned_alloc(alignment, size, allocator);
    CHECK(memory && (uintptr_t)memory % alignment == 0, "%p for %zu", (void *)memory, alignment);
    memset(memory, 0x5a, size);
    unsigned char *zeroed = omp_aligned_calloc(alignment, 3, alignment, allocator);
    CHECK((uintptr_t)zeroed % alignment == 0, "%p for %zu", (void *)zeroed, alignment);
    CHECK(holds(zeroed, size, 0), "%zu bytes", size);
    CHECK(holds(memory, size, 0x5a), "%zu bytes", size);
    omp_free(zeroed, omp_null_allocator);
    omp_free(memory, allocator);
  }
}

// Each block is released dirty, so that a calloc that forgets to clear is found out.
static void zeroed(omp_allocator_handle_t allocator) {
  for (size_t size = 1; size < 3000; size += 97) {
    unsigned char *dirty = omp_alloc(size, allocator);
    memset(dirty, 0xff, size);
    omp_free(dirty, allocator);
    unsigned char *memory = omp_calloc(size, 1, allocator);
    CHECK(memory && holds(memory, size, 0), "%zu bytes", size);
    memset(memory, 0xff, size);
    omp_free(memory, allocator);
  }
}

static void resized(omp_allocator_handle_t allocator) {
  unsigned char *memory = NULL;
  size_t old = 0;
  static const size_t SIZES[] = {10, 500, 100000, 3000000, 2999999, 64, 1};
  for (int i = 0; i < (int)(sizeof SIZES / sizeof *SIZES); i++) {
    memory = omp_realloc(memory, SIZES[i], allocator, allocator);
    CHECK(memory && (uintptr_t)memory % sizeof(double) == 0, "%p", (void *)memory);
    size_t kept = old < SIZES[i] ? old : SIZES[i];
    CHECK(holds(memory, kept, (unsigned char)i), "%zu bytes of step %d", kept, i);
    memset(memory, i + 1, SIZES[i]);
    old = SIZES[i];
  }
  CHECK(omp_realloc(memory, 0, allocator, allocator) == NULL, "size 0");
}

static void between_allocators(omp_allocator_handle_t from, omp_allocator_handle_t to) {
  unsigned char *memory = omp_alloc(700, from);
  memset(memory, 0x77, 700);
  memory = omp_realloc(memory, 5000, to, from);
  CHECK(memory && holds(memory, 700, 0x77), "kept");
  memset(memory, 0x11, 5000);
  memory = omp_realloc(memory, 300, from, to);
  CHECK(memory && holds(memory, 300, 0x11), "kept");
  omp_free(memory, from);
}

static void nothing(omp_allocator_handle_t allocator) {
  CHECK(omp_alloc(0, allocator) == NULL, "size 0");
  CHECK(omp_aligned_alloc(64, 0, allocator) == NULL, "size 0");
  CHECK(omp_calloc(0, 8, allocator) == NULL, "no elements");
  CHECK(omp_calloc(8, 0, allocator) == NULL, "size 0");
  CHECK(omp_aligned_calloc(64, 0, 64, allocator) == NULL, "no elements");
  CHECK(omp_realloc(NULL, 0, allocator, allocator) == NULL, "size 0");
  omp_free(NULL, allocator);
}

int main(void) {
  for (int i = 0; i < ALLOCATORS; i++) {
    aligned(PREDEFINED[i]);
    zeroed(PREDEFINED[i]);
    resized(PREDEFINED[i]);
    between_allocators(omp_default_mem_alloc, PREDEFINED[i]);
    nothing(PREDEFINED[i]);
  }
#pragma omp parallel num_threads(4)
  for (int i = 0; i < ALLOCATORS; i++) {
    zeroed(PREDEFINED[i]);
    resized(PREDEFINED[i]);
  }
  return check_done();
}
