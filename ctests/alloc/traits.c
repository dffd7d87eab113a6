// An allocator keeps to its traits: alignment, pool size, fallback; and values that mean the
// default are taken.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
#include <omp.h>
#include <stdint.h>

#include "check.h"

static omp_allocator_handle_t made(int count, omp_alloctrait_t *traits) {
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, count, traits);
  CHECK(allocator != omp_null_allocator, "%d traits", count);
  return allocator;
}

static void alignment(void) {
  for (size_t wanted = 1; wanted <= 8192; wanted *= 2) {
    omp_alloctrait_t traits[] = {{omp_atk_alignment, wanted}};
    omp_allocator_handle_t allocator = made(1, traits);
    void *memory = omp_alloc(24, allocator);
    CHECK((uintptr_t)memory % wanted == 0, "%p for %zu", memory, wanted);
    memory = omp_realloc(memory, 9000, allocator, allocator);
    CHECK((uintptr_t)memory % wanted == 0, "%p for %zu, resized", memory, wanted);
    void *stricter = omp_aligned_alloc(2 * wanted, 24, allocator);
    CHECK((uintptr_t)stricter % (2 * wanted) == 0, "%p for %zu", stricter, 2 * wanted);
    void *laxer = omp_aligned_calloc(1, 3, 8, allocator);
    CHECK((uintptr_t)laxer % wanted == 0, "%p for %zu", laxer, wanted);
    omp_free(memory, allocator);
    omp_free(stricter, omp_null_allocator);
    omp_free(laxer, allocator);
    omp_destroy_allocator(allocator);
  }
}

static void pool_is_given_back(void) {
  omp_alloctrait_t traits[] = {{omp_atk_pool_size, 100000}, {omp_atk_fallback, omp_atv_null_fb}};
  omp_allocator_handle_t allocator = made(2, traits);
  for (int round = 0; round < 1000; round++) {
    void *memory = omp_alloc(60000, allocator);
    CHECK(memory != NULL, "round %d", round);
    CHECK(omp_alloc(60000, allocator) == NULL, "round %d", round);
    CHECK(omp_calloc(60000, 1, allocator) == NULL, "round %d", round);
    CHECK(omp_realloc(memory, 200000, allocator, allocator) == NULL, "round %d", round);
    void *shorter = omp_realloc(memory, 20000, allocator, allocator);
    CHECK(shorter != NULL, "round %d", round);
    void *other = omp_alloc(60000, allocator);
    CHECK(other != NULL, "round %d", round);
    omp_free(shorter, omp_null_allocator);
    omp_free(other, allocator);
  }
  CHECK(omp_alloc(100001, allocator) == NULL, "more than the pool");
  // Volatile, for the compiler warns. libomp counts beyond the end.
  for (volatile size_t less = 1; less <= 64 && !on_runtime("libomp"); less++)
    CHECK(omp_alloc((size_t)0 - less, allocator) == NULL, "more than there is");
  omp_destroy_allocator(allocator);
}

static void pool_is_shared_by_threads(void) {
  enum { THREADS = 8, SIZE = 1000, FIT = 20 };
  omp_alloctrait_t traits[] = {{omp_atk_pool_size, FIT * (SIZE + 100)}, {omp_atk_fallback, omp_atv_null_fb}};
  omp_allocator_handle_t allocator = made(2, traits);
  int live = 0;
#pragma omp parallel num_threads(THREADS)
  for (int round = 0; round < 2000; round++) {
    void *memory[4];
    for (int i = 0; i < 4; i++) {
      memory[i] = omp_alloc(SIZE, allocator);
      if (memory[i]) {
        int now;
#pragma omp atomic capture
        now = ++live;
        CHECK(now <= FIT * (SIZE + 100) / SIZE, "%d blocks", now);
      }
    }
    for (int i = 0; i < 4; i++) {
      if (memory[i]) {
#pragma omp atomic
        live--;
        omp_free(memory[i], allocator);
      }
    }
  }
  void *memory = omp_alloc(FIT * SIZE, allocator);
  CHECK(memory != NULL, "the pool is whole again");
  omp_free(memory, allocator);
  omp_destroy_allocator(allocator);
}

static void falls_back(void) {
  omp_alloctrait_t second_traits[] = {
      {omp_atk_pool_size, 2000}, {omp_atk_fallback, omp_atv_null_fb}, {omp_atk_alignment, 256}};
  omp_allocator_handle_t second = made(3, second_traits);
  omp_alloctrait_t first_traits[] = {
      {omp_atk_pool_size, 1000}, {omp_atk_fallback, omp_atv_allocator_fb}, {omp_atk_fb_data, (uintptr_t)second}};
  omp_allocator_handle_t first = made(3, first_traits);
  void *one = omp_alloc(700, first);
  void *two = omp_alloc(1400, first);
  CHECK(one != NULL && two != NULL, "%p %p", one, two);
  CHECK((uintptr_t)two % 256 == 0, "%p is not from the second", two);
  CHECK(omp_alloc(700, first) == NULL, "both are full");
  omp_free(two, first);
  two = omp_alloc(1400, first);
  CHECK(two != NULL, "what was released went back to the second");
  omp_free(one, first);
  omp_free(two, first);
  omp_destroy_allocator(first);
  omp_destroy_allocator(second);

  omp_alloctrait_t full[] = {{omp_atk_pool_size, 100}};
  omp_alloctrait_t named[] = {{omp_atk_pool_size, 100}, {omp_atk_fallback, omp_atv_default_mem_fb}};
  for (int i = 0; i < 2; i++) {
    omp_allocator_handle_t allocator = i ? made(2, named) : made(1, full);
    void *memory = omp_calloc(10, 100, allocator);
    CHECK(memory != NULL, "default_mem_fb is the default");
    memory = omp_realloc(memory, 5000, allocator, allocator);
    CHECK(memory != NULL, "resized");
    omp_free(memory, allocator);
    omp_destroy_allocator(allocator);
  }
}

static void defaults_and_hints(void) {
  omp_alloctrait_t traits[] = {{omp_atk_sync_hint, omp_atv_private},  {omp_atk_alignment, 64},
                                     {omp_atk_access, omp_atv_pteam},       {omp_atk_access, omp_atv_all},
                                     {omp_atk_pinned, omp_atv_false},       {omp_atk_partition, omp_atv_nearest},
                                     {omp_atk_partition, omp_atv_blocked},  {omp_atk_partition, omp_atv_interleaved},
                                     {omp_atk_sync_hint, omp_atv_serialized}};
  omp_allocator_handle_t allocator = made(sizeof traits / sizeof *traits, traits);
  char *memory = omp_alloc(1 << 20, allocator);
  CHECK(memory && (uintptr_t)memory % 64 == 0, "%p", (void *)memory);
  memset(memory, 1, 1 << 20);
  omp_free(memory, allocator);
  omp_destroy_allocator(allocator);
  omp_allocator_handle_t plain = made(0, NULL);
  memory = omp_alloc(100, plain);
  CHECK(memory != NULL, "no traits");
  omp_free(memory, plain);
  omp_destroy_allocator(plain);
  omp_destroy_allocator(omp_null_allocator);
}

int main(void) {
  alignment();
  pool_is_given_back();
  pool_is_shared_by_threads();
  falls_back();
  defaults_and_hints();
  return check_done();
}
