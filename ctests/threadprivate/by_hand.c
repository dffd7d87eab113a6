// Threadprivate copies by calls that only Intel's compilers emit: arrays of objects, initial values
// from elsewhere; and a microtask called once more.
//@ skip[gcc libgomp]: has no such calls
//@ skip[gcc libomp]: crashes where GCC's code began the region
#include <omp.h>

#include "by_name.h"

enum { LENGTH = 3 };

struct copy {
  void *next, *link, *original, *copy;
  size_t size;
};

static int array[LENGTH] = {7, 7, 7}, plain = 1;
static int made, destroyed;

static void *make(void *memory, size_t length) {
  CHECK_INT(length, LENGTH);
  for (size_t i = 0; i < length; i++)
    ((int *)memory)[i] = (int)i;
  __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
  return memory;
}

static void destroy(void *memory, size_t length) {
  (void)memory;
  CHECK_INT(length, LENGTH);
  __atomic_add_fetch(&destroyed, 1, __ATOMIC_RELAXED);
}

int main(void) {
  typedef void *constructor(void *, size_t);
  typedef void *copy_constructor(void *, void *, size_t);
  typedef void destructor(void *, size_t);
  FUNCTION(void, __kmpc_threadprivate_register_vec,
           (void *, void *, constructor *, copy_constructor *, destructor *, size_t));
  FUNCTION(void *, __kmpc_threadprivate_cached, (void *, int, void *, size_t, void ***));
  FUNCTION(int, __kmpc_global_thread_num, (void *));
  FUNCTION(struct copy *, kmp_threadprivate_insert, (int, void *, void *, size_t));
  FUNCTION(void, kmp_threadprivate_insert_private_data, (int, void *, void *, size_t));
  __kmpc_threadprivate_register_vec(NULL, array, make, NULL, destroy, LENGTH);
  static int second = 5;
  int begin = 9;
  kmp_threadprivate_insert_private_data(0, &second, &second, sizeof second);
  void **cache = NULL;
#pragma omp parallel num_threads(3)
  {
    int gtid = __kmpc_global_thread_num(NULL);
    int *mine = __kmpc_threadprivate_cached(NULL, gtid, array, sizeof array, &cache);
    if (omp_get_thread_num() > 0) {
      CHECK(mine != array, "the original");
      CHECK_INT(mine[2], 2);
    }
#pragma omp barrier
    if (on_runtime("ferromp")) {
      struct copy *copy = kmp_threadprivate_insert(gtid, &plain, &begin, sizeof plain);
      CHECK(copy->original == &plain, "another variable");
      CHECK_INT(copy->size, sizeof plain);
      CHECK_INT(*(int *)copy->copy, omp_get_thread_num() > 0 ? 9 : 1);
    }
  }
  CHECK_INT(made, 2);
  return check_done();
}
