// libomp's allocation routines, also across threads.
//@ skip[gcc]: not in its header
#include <omp.h>
#include <stdint.h>

#include "check.h"

enum { COUNT = 200 };
static char *blocks[COUNT];

int main(void) {
#pragma omp parallel for num_threads(4)
  for (int i = 0; i < COUNT; i++) {
    size_t size = 1 + i * 37 % 5000;
    switch (i % 3) {
    case 0:
      blocks[i] = kmp_malloc(size);
      break;
    case 1:
      blocks[i] = kmp_calloc(size, 2);
      for (size_t at = 0; at < 2 * size; at++) CHECK_INT(blocks[i][at], 0);
      break;
    default:
      blocks[i] = kmp_aligned_malloc(size, 256);
      CHECK(((uintptr_t)blocks[i] & 255) == 0, "at %p", (void *)blocks[i]);
    }
    memset(blocks[i], i, size);
  }
#pragma omp parallel for num_threads(4) schedule(static, 1)
  for (int i = 0; i < COUNT; i++) {
    size_t size = 1 + i * 37 % 5000;
    for (size_t at = 0; at < size; at++) CHECK_INT((unsigned char)blocks[i][at], i);
    if (i % 3 == 0) {
      blocks[i] = kmp_realloc(blocks[i], 3 * size);
      for (size_t at = 0; at < size; at++) CHECK_INT((unsigned char)blocks[i][at], i);
    }
    kmp_free(blocks[i]);
  }
  char *fresh = kmp_realloc(NULL, 100);
  memset(fresh, 1, 100);
  CHECK(kmp_realloc(fresh, 0) == NULL, "not freed");
  return check_done();
}
