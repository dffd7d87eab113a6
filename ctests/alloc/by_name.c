// Entry points that not every compiler or header has: those of gfortran's allocators directive, of
// kmp_malloc's family, of the memory spaces of OpenMP 6.0, and Clang's for allocate clauses.
//@ flags: -ldl
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdbool.h>
#include <stdint.h>

#include "check.h"

// False on a peer that lacks `name`; ferromp has them all.
static bool find(void *function, const char *name) {
  void *address = dlsym(RTLD_DEFAULT, name);
  memcpy(function, &address, sizeof address);
  CHECK(address != NULL || !on_runtime("ferromp"), "%s", name);
  return address != NULL;
}

static void marks(void) {
  void *(*gomp_alloc)(size_t, size_t, uintptr_t);
  void (*gomp_free)(void *, uintptr_t), (*add)(void *);
  bool (*is)(void *);
  if (!find(&gomp_alloc, "GOMP_alloc") || !find(&gomp_free, "GOMP_free")) return;
  void *memory = gomp_alloc(64, 100, 0);
  CHECK((uintptr_t)memory % 64 == 0, "%p", memory);
  gomp_free(memory, 0);
  gomp_free(NULL, 0);
  CHECK(gomp_alloc(8, 0, 0) == NULL, "size 0");
  if (!find(&add, "GOMP_add_alloc") || !find(&is, "GOMP_is_alloc")) return;
  enum { COUNT = 3000 };
#pragma omp parallel num_threads(4)
  {
    void *blocks[COUNT];
    for (int i = 0; i < COUNT; i++) {
      blocks[i] = gomp_alloc(8, 24, omp_default_mem_alloc);
      CHECK(!is(blocks[i]), "block %d", i);
      add(blocks[i]);
    }
    for (int i = 0; i < COUNT; i++) {
      CHECK(is(blocks[i]), "block %d", i);
      CHECK(!is(blocks[i]), "block %d", i);
      gomp_free(blocks[i], 0);
    }
  }
  CHECK(!is(NULL) && !is(&memory), "never added");
}

static void kmp_family(void) {
  void *(*get)(size_t), *(*get_zeroed)(size_t, size_t), *(*get_aligned)(size_t, size_t), *(*resize)(void *, size_t);
  void (*release)(void *);
  if (!find(&get, "kmp_malloc") || !find(&get_zeroed, "kmp_calloc") || !find(&get_aligned, "kmp_aligned_malloc") ||
      !find(&resize, "kmp_realloc") || !find(&release, "kmp_free"))
    return;
#pragma omp parallel num_threads(4)
  for (size_t size = 1; size < 100000; size = size * 3 + 1) {
    unsigned char *memory = get(size);
    memset(memory, 7, size);
    memory = resize(memory, 2 * size);
    CHECK(memory[0] == 7 && memory[size - 1] == 7, "%zu bytes", size);
    release(memory);
    memory = get_zeroed(size, 3);
    CHECK(memory[0] == 0 && memory[3 * size - 1] == 0, "%zu bytes", size);
    release(memory);
    for (size_t alignment = 1; alignment <= 4096; alignment *= 2) {
      memory = get_aligned(size, alignment);
      CHECK((uintptr_t)memory % alignment == 0, "%p for %zu", (void *)memory, alignment);
      release(memory);
    }
    CHECK(get_aligned(size, 127) == NULL, "127 is no power of two");
    release(NULL);
  }
}

static void spaces(void) {
  uintptr_t (*device)(int, uintptr_t), (*devices)(int, const int *, uintptr_t), (*all)(uintptr_t);
  uintptr_t (*sub)(uintptr_t, int, int *);
  int (*resources)(uintptr_t);
  if (!find(&device, "omp_get_device_memspace") || !find(&devices, "omp_get_devices_memspace") ||
      !find(&all, "omp_get_devices_all_memspace") || !find(&sub, "omp_get_submemspace") ||
      !find(&resources, "omp_get_memspace_num_resources"))
    return;
  enum { DEFAULT = 99, LARGE_CAP = 1 };
  const int host = 0, other = 7;
  int part = 0;
  CHECK_INT(device(host, DEFAULT), DEFAULT);
  CHECK_INT(device(-1, LARGE_CAP), LARGE_CAP);
  CHECK_INT(device(other, DEFAULT), 0);
  CHECK_INT(device(host, 0), 0);
  CHECK_INT(device(host, 5000), 0);
  CHECK_INT(devices(1, &host, DEFAULT), DEFAULT);
  CHECK_INT(devices(1, &other, DEFAULT), 0);
  CHECK_INT(devices(0, &host, DEFAULT), 0);
  CHECK_INT(devices(1, NULL, DEFAULT), 0);
  CHECK_INT(devices(-1, &host, DEFAULT), 0);
  CHECK_INT(all(LARGE_CAP), LARGE_CAP);
  CHECK_INT(resources(DEFAULT), 1);
  CHECK_INT(resources(0), 0);
  CHECK_INT(resources(5000), 0);
  CHECK_INT(sub(DEFAULT, 1, &part), DEFAULT);
  CHECK_INT(sub(0, 1, &part), 0);
  CHECK(omp_init_allocator((omp_memspace_handle_t)device(host, DEFAULT), 0, NULL) != omp_null_allocator, "of the host");
  uintptr_t (*allocator)(int, uintptr_t);
  if (!find(&allocator, "omp_get_device_allocator")) return;
  CHECK_INT(allocator(host, DEFAULT), omp_default_mem_alloc);
  CHECK_INT(allocator(host, LARGE_CAP), omp_large_cap_mem_alloc);
  CHECK_INT(allocator(other, DEFAULT), omp_null_allocator);
}

static void clang_entry_points(void) {
  void *(*get)(int, size_t, uintptr_t), *(*get_aligned)(int, size_t, size_t, uintptr_t);
  void *(*get_zeroed)(int, size_t, size_t, uintptr_t), *(*resize)(int, void *, size_t, uintptr_t, uintptr_t);
  void (*release)(int, void *, uintptr_t);
  uintptr_t (*make)(int, uintptr_t, int, omp_alloctrait_t *), (*get_default)(int);
  void (*destroy)(int, uintptr_t), (*set_default)(int, uintptr_t);
  int (*number)(void *);
  if (!find(&get, "__kmpc_alloc") || !find(&get_aligned, "__kmpc_aligned_alloc") || !find(&get_zeroed, "__kmpc_calloc") ||
      !find(&resize, "__kmpc_realloc") || !find(&release, "__kmpc_free") || !find(&make, "__kmpc_init_allocator") ||
      !find(&destroy, "__kmpc_destroy_allocator") || !find(&set_default, "__kmpc_set_default_allocator") ||
      !find(&get_default, "__kmpc_get_default_allocator") || !find(&number, "__kmpc_global_thread_num"))
    return;
  int gtid = number(NULL);
  omp_alloctrait_t traits[] = {{omp_atk_pool_size, 1000}, {omp_atk_fallback, omp_atv_null_fb}};
  uintptr_t allocator = make(gtid, omp_default_mem_space, 2, traits);
  set_default(gtid, allocator);
  CHECK(get_default(gtid) == allocator, "default");
  void *memory = get(gtid, 100, 0);
  CHECK(memory != NULL && get(gtid, 1000, 0) == NULL, "the pool");
  memory = resize(gtid, memory, 200, 0, 0);
  CHECK(memory != NULL, "resized");
  release(gtid, memory, allocator);
  memory = get_aligned(gtid, 128, 64, allocator);
  CHECK(memory && (uintptr_t)memory % 128 == 0, "%p", memory);
  release(gtid, memory, 0);
  memory = get_zeroed(gtid, 10, 8, allocator);
  CHECK(memory && ((char *)memory)[79] == 0, "zeroed");
  release(gtid, memory, 0);
  set_default(gtid, omp_default_mem_alloc);
  destroy(gtid, allocator);
}

int main(void) {
  marks();
  kmp_family();
  spaces();
  clang_entry_points();
  return check_done();
}
