// Routines that came after OpenMP 5.1: accessibility, mapped addresses, memset, names of devices,
// their environment.
//@ skip[libgomp]: GCC 12's has none of these
//@ skip[libomp]: LLVM 19's has none of these
//@ env: OMP_NUM_THREADS_ALL=8
//@ env: OMP_NUM_THREADS_DEV_0=128
//@ env: OMP_DYNAMIC_DEV=true
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>

#include "check.h"

static void *routine(const char *name) {
  void *found = dlsym(RTLD_DEFAULT, name);
  CHECK(found != NULL, "%s does not exist", name);
  return found;
}

// Fortran programs of GCC get a string by address and length, and pass one so.
static void fortran_names(int host) {
  void (*uid)(const char **, size_t *, int) = routine("omp_get_uid_from_device_");
  void (*uid_8)(const char **, size_t *, long long) = routine("omp_get_uid_from_device_8_");
  int (*from_uid)(const char *, size_t) = routine("omp_get_device_from_uid_");
  const char *name = NULL;
  size_t length = 99;
  uid(&name, &length, host);
  CHECK(name != NULL && length == strlen(name), "length %zu", length);
  CHECK_INT(from_uid(name, length), host);
  CHECK_INT(from_uid(name, length - 1), -4);
  CHECK_INT(from_uid(NULL, 0), -4);
  uid_8(&name, &length, 99);
  CHECK(name == NULL && length == 0, "device 99 has a name");
}

static void environment(void) {
  const char *(*value)(const char *, int) = routine("__kmpc_get_device_env");
  CHECK(strcmp(value("OMP_NUM_THREADS", 0), "128") == 0, "_DEV_0: %s", value("OMP_NUM_THREADS", 0));
  CHECK(strcmp(value("OMP_NUM_THREADS", 1), "8") == 0, "_ALL: %s", value("OMP_NUM_THREADS", 1));
  CHECK(strcmp(value("OMP_DYNAMIC", 7), "true") == 0, "_DEV: %s", value("OMP_DYNAMIC", 7));
  CHECK(value("OMP_SCHEDULE", 0) == NULL, "%s", value("OMP_SCHEDULE", 0));
}

int main(void) {
  int host = omp_get_initial_device(), number = 1;
  int (*is_accessible)(const void *, size_t, int) = routine("omp_target_is_accessible");
  void *(*mapped_ptr)(const void *, int) = routine("omp_get_mapped_ptr");
  void *(*set)(void *, int, size_t, int) = routine("omp_target_memset");
  const char *(*uid)(int) = routine("omp_get_uid_from_device");
  int (*from_uid)(const char *) = routine("omp_get_device_from_uid");

  CHECK_INT(is_accessible(&number, sizeof number, host), 1);
  CHECK_INT(is_accessible(&number, sizeof number, 99), 0);
  CHECK(mapped_ptr(&number, host) == &number, "the host's address is another");
  CHECK(mapped_ptr(&number, 99) == NULL, "device 99 has an address");
  CHECK(set(&number, 0x102, 2, host) == &number, "memset returns something else");
  CHECK_INT(number, 0x0202);

  CHECK_INT(from_uid(uid(host)), host);
  CHECK(strcmp(uid(-1), uid(host)) == 0, "omp_initial_device has another name");
  CHECK(uid(99) == NULL && uid(-4) == NULL, "there are more devices");
  CHECK_INT(from_uid("no such device"), -4);
  CHECK_INT(from_uid(""), -4);
  CHECK_INT(from_uid(NULL), -4);
  fortran_names(host);
  environment();
  return check_done();
}
