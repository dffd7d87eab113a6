// Objects of foreign runtimes: the host has none, so each is omp_interop_none.
//@ skip[libgomp]: GCC 12's has none of these
//@ skip[libomp]: LLVM 19's gives no return codes
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdint.h>

#include "check.h"

static void *routine(const char *name) {
  void *found = dlsym(RTLD_DEFAULT, name);
  CHECK(found != NULL, "%s does not exist", name);
  return found;
}

static void properties(void) {
  int (*count)(void *) = routine("omp_get_num_interop_properties");
  intptr_t (*as_int)(void *, int, int *) = routine("omp_get_interop_int");
  void *(*as_ptr)(void *, int, int *) = routine("omp_get_interop_ptr");
  const char *(*as_str)(void *, int, int *) = routine("omp_get_interop_str");
  const char *(*name)(void *, int) = routine("omp_get_interop_name");
  const char *(*type)(void *, int) = routine("omp_get_interop_type_desc");
  const char *(*meaning)(void *, int) = routine("omp_get_interop_rc_desc");

  CHECK_INT(count(NULL), 0);
  CHECK(strcmp(name(NULL, -5), "device_num") == 0, "%s", name(NULL, -5));
  for (int property = -11; property <= 1; property++) {
    int exists = property >= -9 && property <= -1, wanted = exists ? -1 : -2, code = 0;
    CHECK_INT(name(NULL, property) != NULL, exists);
    CHECK(type(NULL, property) == NULL, "property %d has a type", property);
    CHECK_INT(as_int(NULL, property, &code), 0);
    CHECK_INT(code, wanted);
    code = 0;
    CHECK(as_ptr(NULL, property, &code) == NULL, "property %d has a pointer", property);
    CHECK_INT(code, wanted);
    code = 0;
    CHECK(as_str(NULL, property, &code) == NULL, "property %d has a string", property);
    CHECK_INT(code, wanted);
    CHECK_INT(as_int(NULL, property, NULL), 0);
    CHECK(meaning(NULL, code) != NULL, "code %d has no text", code);
  }
}

// As GCC 15 compiles `interop init(target: one, two)`, `use(one)` and `destroy(one)`.
static void constructs(void) {
  void (*interop)(int, int, void ***, const int *, const void *, int, void **, int, void ***, unsigned, void **) =
      routine("GOMP_interop");
  void *one = &one, *two = &two;
  void **made[] = {&one, &two};
  const int types[] = {1, 2};
  interop(-1, 2, made, types, NULL, 0, NULL, 0, NULL, 0, NULL);
  CHECK(one == NULL && two == NULL, "the host made objects");
  void *used[] = {&used};
  interop(-1, 0, NULL, NULL, NULL, 1, used, 0, NULL, 1, NULL);
  CHECK(used[0] == &used, "use changed the object");
  one = &one;
  interop(-1, 0, NULL, NULL, NULL, 0, NULL, 1, made, 0, NULL);
  CHECK(one == NULL, "the object is still there");
}

int main(void) {
  CHECK_INT(omp_get_num_devices(), 0);
  properties();
  constructs();
  return check_done();
}
