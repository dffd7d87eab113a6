// OMP_ALLOCATOR names the default allocator, or gives it traits.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
//@ env: OMP_ALLOCATOR=omp_low_lat_mem_alloc
//@ also[ferromp]: OMP_ALLOCATOR=omp_default_mem_space:alignment=512,pool_size=4096,fallback=null_fb
//@ also[ferromp]: OMP_ALLOCATOR=omp_large_cap_mem_space:pool_size=4096,fallback=allocator_fb,fb_data=omp_high_bw_mem_alloc
//@ also[ferromp]: OMP_ALLOCATOR=omp_high_bw_mem_space:pinned=true,partition=interleaved
#include <omp.h>
#include <pthread.h>
#include <stdint.h>

#include "check.h"

static omp_allocator_handle_t first;

static void *same_in_other_thread(void *unused) {
  CHECK_INT((long)omp_get_default_allocator(), (long)first);
  return unused;
}

int main(void) {
  const char *text = getenv("OMP_ALLOCATOR");
  first = omp_get_default_allocator();
  if (strchr(text, ':') == NULL)
    // libomp has no such memory, and takes the default allocator.
    CHECK_INT((long)first, on_runtime("libomp") ? omp_default_mem_alloc : omp_low_lat_mem_alloc);
  else
    CHECK((uintptr_t)first > 1000, "%#lx", (long)first);
  void *memory = omp_alloc(3000, omp_null_allocator);
  CHECK(memory != NULL, "%s", text);
  if (strstr(text, "alignment")) CHECK((uintptr_t)memory % 512 == 0, "%p", memory);
  void *more = omp_alloc(3000, omp_null_allocator);
  CHECK((more == NULL) == (strstr(text, "null_fb") != NULL), "%p", more);
  omp_free(memory, omp_null_allocator);
  omp_free(more, omp_null_allocator);
#pragma omp parallel num_threads(3)
  same_in_other_thread(NULL);
  pthread_t thread;
  pthread_create(&thread, NULL, same_in_other_thread, NULL);
  pthread_join(thread, NULL);
  return check_done();
}
