// Libraries come and go, and another one has a variable where the last one had one: the copies of a
// larger variable are new ones, and the functions of a library that is gone are not called.
//@ timeout: 20
//@ skip[gcc libgomp]: has no such calls
//@ skip[libomp]: calls the larger variable a common block of another size and stops, and calls functions that are gone
#include "by_name.h"

#include <omp.h>
#include <unistd.h>

enum { SMALL = 4, LARGE = 4096, THREADS = 3 };

typedef void *constructor(void *);
typedef void *copy_constructor(void *, void *);
typedef void destructor(void *);

static char place[LARGE] __attribute__((aligned(64)));
static void *(*cached)(void *, int, void *, size_t, void ***);
static int (*number)(void *);
static int destroyed;

static char *copy_of(void *variable, size_t size) {
  static void **cache;
  return cached(NULL, number(NULL), variable, size, &cache);
}

// The variable holds `begin` in all its bytes when its library is loaded; each thread writes `end`
// to its copy.
static void use(size_t size, int begin, int end, int fresh) {
  memset(place, begin, size);
#pragma omp parallel num_threads(THREADS)
  {
    char *mine = copy_of(place, size);
    if (fresh && omp_get_thread_num() > 0)
      for (size_t i = 0; i < size; i++)
        CHECK_INT(mine[i], begin);
    memset(mine, end, size);
    CHECK(copy_of(place, size) == mine, "another copy");
  }
}

// A common block of which one part of the program declares less: it is the same copy.
static void use_beginning(int held) {
#pragma omp parallel num_threads(THREADS)
  {
    char *mine = copy_of(place, SMALL);
    CHECK_INT(mine[SMALL - 1], held);
    mine[0] = (char)(held + 1);
    CHECK_INT(copy_of(place, LARGE)[0], held + 1);
  }
}

static void *make(void *object) {
  memset(object, 9, SMALL);
  return object;
}

static void destroy(void *object) {
  CHECK_INT(*(char *)object, 9);
  __atomic_add_fetch(&destroyed, 1, __ATOMIC_RELAXED);
}

// Two objects, one of whose destructors is gone when the threads end, and a plain variable where
// there was an object whose constructor is gone.
static void check_functions(void) {
  FUNCTION(void, __kmpc_threadprivate_register,
           (void *, void *, constructor *, copy_constructor *, destructor *));
  static char object[SMALL], orphan[SMALL], plain[SMALL] = {7};
  // A library that nothing here needs.
  void *library = dlopen("libBrokenLocale.so.1", RTLD_NOW);
  void *code = library ? dlsym(library, "__ctype_get_mb_cur_max") : NULL;
  CHECK(code != NULL, "no library to unload: %s", dlerror());
  __kmpc_threadprivate_register(NULL, object, make, NULL, destroy);
  __kmpc_threadprivate_register(NULL, orphan, NULL, NULL, (destructor *)code);
  __kmpc_threadprivate_register(NULL, plain, (constructor *)code, NULL, NULL);
#pragma omp parallel num_threads(THREADS)
  {
    CHECK_INT(*copy_of(object, SMALL), omp_get_thread_num() > 0 ? 9 : 0);
    copy_of(orphan, SMALL);
  }
  dlclose(library);
  Dl_info info;
  CHECK_INT(dladdr(code, &info), 0);
#pragma omp parallel num_threads(THREADS)
  CHECK_INT(*copy_of(plain, SMALL), 7);
  CHECK_INT(omp_pause_resource_all(omp_pause_hard), 0);
  // Nobody waits for the threads that end.
  for (int i = 0; i < 2000 && __atomic_load_n(&destroyed, __ATOMIC_RELAXED) < THREADS - 1; i++)
    usleep(1000);
  CHECK_INT(destroyed, THREADS - 1);
}

int main(void) {
  cached = by_name("__kmpc_threadprivate_cached");
  number = by_name("__kmpc_global_thread_num");
  use(SMALL, 1, 2, 1);
  use(LARGE, 3, 4, 1);
  use_beginning(4);
  use(LARGE, 3, 6, 0);
  check_functions();
  return check_done();
}
