// Loops of up to 2^64 - 1 iterations, walked chunk by chunk through the entry points: the chunks
// cover the range once, none is larger than asked for, and those of guided loops are no smaller.
//@ skip[clang]: GCC's ABI
//@ skip[libgomp]: overflows
//@ skip[libomp]: overflows
#include <limits.h>
#include <omp.h>
#include <stdbool.h>

#include "check.h"

typedef unsigned long long ull;
typedef bool start_function(bool up, ull first, ull end, ull step, ull chunk, ull *start, ull *stop);
typedef bool next_function(ull *start, ull *stop);
extern start_function GOMP_loop_ull_static_start, GOMP_loop_ull_dynamic_start, GOMP_loop_ull_guided_start,
    GOMP_loop_ull_nonmonotonic_dynamic_start, GOMP_loop_ull_nonmonotonic_guided_start;
extern next_function GOMP_loop_ull_static_next, GOMP_loop_ull_dynamic_next, GOMP_loop_ull_guided_next,
    GOMP_loop_ull_nonmonotonic_dynamic_next, GOMP_loop_ull_nonmonotonic_guided_next;
extern void GOMP_loop_end(void);

enum { MOST_CHUNKS = 100000 };

static struct chunk {
  ull start, stop;
} chunks[MOST_CHUNKS];
static int count;

static int by_start(const void *a, const void *b) {
  ull x = ((const struct chunk *)a)->start, y = ((const struct chunk *)b)->start;
  return x < y ? -1 : x > y;
}

static void walk(const char *name, start_function *begin, next_function *next, ull first, ull end, ull chunk) {
  count = 0;
#pragma omp parallel num_threads(3)
  {
    ull start, stop;
    for (bool more = begin(true, first, end, 1, chunk, &start, &stop); more; more = next(&start, &stop)) {
      int index = __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
      if (index < MOST_CHUNKS)
        chunks[index] = (struct chunk){start, stop};
    }
    GOMP_loop_end();
  }
  CHECK(count <= MOST_CHUNKS, "%s has %d chunks", name, count);
  qsort(chunks, (size_t)count, sizeof chunks[0], by_start);
  ull at = first;
  for (int i = 0; i < count; i++) {
    ull length = chunks[i].stop - chunks[i].start;
    CHECK(chunks[i].start == at, "%s from %llu: chunk %d begins at %llu, not at %llu", name, first, i, chunks[i].start, at);
    if (strstr(name, "guided") != NULL)
      CHECK(length >= chunk || i == count - 1, "%s: chunk of %llu, not %llu", name, length, chunk);
    else
      CHECK(length == chunk || i == count - 1, "%s: chunk of %llu, not %llu", name, length, chunk);
    at = chunks[i].stop;
  }
  CHECK(at == end, "%s from %llu: ends at %llu, not at %llu", name, first, at, end);
}

#define WALK(NAME, FIRST, END, CHUNK) walk(#NAME, GOMP_loop_ull_##NAME##_start, GOMP_loop_ull_##NAME##_next, FIRST, END, CHUNK)

int main(void) {
  const ull sizes[][2] = {{1ull << 40, 1ull << 26}, {ULLONG_MAX, 1ull << 50}, {1ull << 33, (1ull << 18) + 1}, {100000, 3}};
  for (int i = 0; i < 4; i++) {
    ull length = sizes[i][0], chunk = sizes[i][1], first = i == 1 ? 0 : 12345;
    WALK(static, first, first + length, chunk);
    WALK(dynamic, first, first + length, chunk);
    WALK(nonmonotonic_dynamic, first, first + length, chunk);
    WALK(guided, first, first + length, chunk);
    WALK(nonmonotonic_guided, first, first + length, chunk);
  }
  return check_done();
}
