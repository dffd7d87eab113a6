// libiomp5's atomic accesses to variables of any size: called by name, as no compiler here emits
// them.
//@ skip[gcc libgomp]: has no such functions
//@ skip[libomp]: has no such functions
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdbool.h>
#include <string.h>

#include "check.h"

static void (*load)(size_t, void *, void *, int);
static void (*store)(size_t, void *, void *, int);
static bool (*exchange_if)(size_t, void *, void *, void *, int, int);

enum { MOST = 40, ROUNDS = 2000, ORDER = 5 };

static int is_all(const unsigned char *bytes, size_t size, int value) {
  for (size_t i = 0; i < MOST; i++)
    if (bytes[i] != (i < size ? value : 0xee))
      return 0;
  return 1;
}

static void by_one(size_t size, size_t shift) {
  unsigned char room[MOST + 8], *at = room + shift, to[MOST], other[MOST];
  memset(room, 0xee, sizeof room);
  memset(to, 0xee, sizeof to);
  memset(at, 1, size);
  load(size, at, to, ORDER);
  CHECK(is_all(to, size, 1), "load of %zu bytes", size);
  memset(to, 2, size);
  store(size, at, to, ORDER);
  CHECK(is_all(at, size, 2), "store of %zu bytes", size);
  memset(other, 3, size);
  CHECK(exchange_if(size, at, to, other, ORDER, ORDER), "%zu equal bytes", size);
  CHECK(is_all(at, size, 3) && is_all(to, size, 2), "exchange of %zu bytes", size);
  CHECK(!exchange_if(size, at, to, to, ORDER, ORDER), "%zu different bytes", size);
  CHECK(is_all(at, size, 3) && is_all(to, size, 3), "no exchange of %zu bytes", size);
}

// All bytes of the variable are the same at any time, and the first counts.
static void by_many(size_t size, size_t shift) {
  unsigned char room[MOST + 8] = {0}, *at = room + shift;
  int done = 0;
#pragma omp parallel num_threads(4) reduction(+ : done)
  for (int round = 0; round < ROUNDS; round++) {
    unsigned char seen[MOST], next[MOST];
    load(size, at, seen, ORDER);
    do {
      for (size_t i = 1; i < size; i++)
        CHECK(seen[i] == seen[0], "byte %zu of %zu is %d, not %d", i, size, seen[i], seen[0]);
      memset(next, seen[0] + 1, size);
    } while (!exchange_if(size, at, seen, next, ORDER, ORDER));
    done++;
  }
  CHECK_INT(done, 4 * ROUNDS);
  CHECK_INT(at[0], 4 * ROUNDS % 256);
}

int main(void) {
  CHECK_INT(omp_get_level(), 0);
  load = (void (*)(size_t, void *, void *, int))dlsym(RTLD_DEFAULT, "__kmpc___atomic_load_n");
  store = (void (*)(size_t, void *, void *, int))dlsym(RTLD_DEFAULT, "__kmpc___atomic_store_n");
  exchange_if =
      (bool (*)(size_t, void *, void *, void *, int, int))dlsym(RTLD_DEFAULT, "__kmpc___atomic_compare_exchange_n");
  CHECK(load && store && exchange_if, "missing");
  if (!load || !store || !exchange_if)
    return check_done();
  for (size_t size = 1; size <= MOST; size++)
    for (size_t shift = 0; shift < 3; shift++)
      by_one(size, shift);
  static const size_t sizes[] = {1, 2, 4, 8, 16, 24, 32};
  for (int i = 0; i < 7; i++) {
    by_many(sizes[i], 0);
    by_many(sizes[i], 1);
  }
  return check_done();
}
