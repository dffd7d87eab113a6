// Variables of allocate clauses and directives are private, aligned as asked, and each as good as
// one on the stack.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
#include <omp.h>
#include <stdint.h>

#include "check.h"

enum { LENGTH = 300 };

static void on_parallel(omp_allocator_handle_t allocator) {
  int number = 5, array[LENGTH], sum = 0;
  for (int i = 0; i < LENGTH; i++) array[i] = i;
#pragma omp parallel num_threads(4) firstprivate(number, array) allocate(allocator : number, array) reduction(+ : sum)
  {
    CHECK_INT(number, 5);
    number += omp_get_thread_num();
    for (int i = 0; i < LENGTH; i++) {
      CHECK_INT(array[i], i);
      array[i] = number;
    }
#pragma omp barrier
    CHECK_INT(number, 5 + omp_get_thread_num());
    for (int i = 0; i < LENGTH; i++) CHECK_INT(array[i], number);
    sum += number;
  }
  CHECK_INT(sum, 4 * 5 + 6);
}

static void on_loop(omp_allocator_handle_t allocator) {
  int last = -1, product = 1;
#pragma omp parallel num_threads(4)
#pragma omp for lastprivate(last) reduction(* : product) allocate(allocator : last, product) schedule(static, 3)
  for (int i = 1; i <= 10; i++) {
    last = i;
    product *= i % 3 ? 1 : 2;
  }
  CHECK_INT(last, 10);
  CHECK_INT(product, 8);
}

static void on_sections_and_single(omp_allocator_handle_t allocator) {
  int first = 3, ran = 0;
#pragma omp parallel num_threads(4)
  {
#pragma omp sections firstprivate(first) allocate(allocator : first)
    {
#pragma omp section
      {
        first++;
        CHECK(first >= 4, "%d", first);
      }
#pragma omp section
      {
        first++;
        CHECK(first >= 4, "%d", first);
      }
    }
#pragma omp single firstprivate(first) allocate(allocator : first)
    {
      CHECK_INT(first, 3);
#pragma omp atomic
      ran++;
    }
  }
  CHECK_INT(ran, 1);
}

int main(void) {
  omp_alloctrait_t traits[] = {{omp_atk_alignment, 128}, {omp_atk_pool_size, 1 << 20}};
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, 2, traits);
  omp_allocator_handle_t allocators[] = {omp_default_mem_alloc, omp_thread_mem_alloc, omp_large_cap_mem_alloc, allocator};
  for (int round = 0; round < 200; round++) {
    on_parallel(allocators[round % 4]);
    on_loop(allocators[round % 4]);
    on_sections_and_single(allocators[round % 4]);
  }
  // Nothing of the pool is left behind.
  void *memory = omp_alloc((1 << 20) - 1000, allocator);
  CHECK(memory != NULL, "the pool is whole");
  omp_free(memory, allocator);
  omp_destroy_allocator(allocator);
  return check_done();
}
