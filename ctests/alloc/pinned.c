// Pinned memory is memory like other; where the limit for locked memory is reached, the fallback
// counts.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
//@ skip[libgomp]: libgomp 12 makes no allocator with this trait
#include <omp.h>
#include <stdio.h>
#include <stdint.h>
#include <sys/resource.h>

#include "check.h"

static long locked_kilobytes(void) {
  char line[200];
  long kilobytes = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmLck: %ld", &kilobytes);
  if (status) fclose(status);
  return kilobytes;
}

int main(void) {
  omp_alloctrait_t traits[] = {{omp_atk_pinned, omp_atv_true}, {omp_atk_alignment, 64}};
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, 2, traits);
  CHECK(allocator != omp_null_allocator, "pinned");
  enum { SIZE = 40000 };
  char *memory = omp_alloc(SIZE, allocator);
  CHECK(memory && (uintptr_t)memory % 64 == 0, "%p", (void *)memory);
  memset(memory, 3, SIZE);
  if (on_runtime("ferromp")) CHECK(locked_kilobytes() >= SIZE / 1024, "%ld kB are locked", locked_kilobytes());
  memory = omp_realloc(memory, 2 * SIZE, allocator, allocator);
  CHECK(memory && memory[SIZE - 1] == 3, "kept");
  omp_free(memory, allocator);
  if (on_runtime("ferromp")) CHECK_INT(locked_kilobytes(), 0);
  char *zeroed = omp_calloc(SIZE, 1, allocator);
  for (int i = 0; i < SIZE; i++) CHECK_INT(zeroed[i], 0);
  omp_free(zeroed, allocator);
  omp_destroy_allocator(allocator);

  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_MEMLOCK, &none);
  allocator = omp_init_allocator(omp_default_mem_space, 1, traits);
  memory = omp_alloc(SIZE, allocator);
  CHECK(memory != NULL, "from omp_default_mem_alloc if not from here");
  omp_free(memory, allocator);
  omp_destroy_allocator(allocator);
  return check_done();
}
