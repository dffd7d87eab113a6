// omp_target_* with the host as the only device.
//@ skip[clang]: libomp has none of these routines
//@ skip[gcc libomp]: has none of these routines
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <omp.h>

#include "check.h"

static void allocation(int host) {
  int *memory = omp_target_alloc(10 * sizeof *memory, host);
  CHECK(memory != NULL, "no memory");
  for (int i = 0; i < 10; i++)
    memory[i] = i;
  CHECK_INT(omp_target_is_present(memory, host), 1);
  omp_target_free(memory, host);
  omp_target_free(NULL, host);
  CHECK(omp_target_alloc(10, 99) == NULL, "device 99 has memory");
  CHECK_INT(omp_target_is_present(&host, 99), 0);
  CHECK_INT(omp_target_is_present(NULL, 99), 1);
}

static void copies(int host) {
  char from[] = "abcdefgh", to[] = "........";
  CHECK_INT(omp_target_memcpy(to, from, 3, 1, 2, host, host), 0);
  CHECK(strcmp(to, ".cde....") == 0, "%s", to);
  CHECK_INT(omp_target_memcpy(from, from, 4, 2, 0, host, host), 0);
  CHECK(strcmp(from, "ababcdgh") == 0, "%s", from);
  CHECK_INT(omp_target_memcpy(NULL, NULL, 0, 0, 0, host, host), 0);
  CHECK_INT(omp_target_memcpy(to, from, 3, 0, 0, host, 99), EINVAL);
  CHECK_INT(omp_target_memcpy(to, from, 3, 0, 0, 99, host), EINVAL);
}

static void rectangles(int host) {
  char from[3][4] = {{"abc"}, {"def"}, {"ghi"}}, to[2][5] = {{"...."}, {"...."}};
  const size_t volume[] = {2, 2}, at[] = {0, 2}, of[] = {1, 1}, to_size[] = {2, 5}, from_size[] = {3, 4};
  CHECK_INT(omp_target_memcpy_rect(to, from, 1, 2, volume, at, of, to_size, from_size, host, host), 0);
  CHECK(strcmp(to[0], "..ef") == 0 && strcmp(to[1], "..hi") == 0, "%s %s", to[0], to[1]);

  CHECK_INT(omp_target_memcpy_rect(NULL, NULL, 1, 2, volume, at, of, to_size, from_size, host, host), INT_MAX);
  if (!on_runtime("libgomp")) { // GCC 12's crashes, and copies nothing in no dimensions
    CHECK_INT(omp_target_memcpy_rect(to, NULL, 1, 2, volume, at, of, to_size, from_size, host, host), EINVAL);
    CHECK_INT(omp_target_memcpy_rect(to, from, 1, 0, volume, at, of, to_size, from_size, host, host), EINVAL);
  }
  CHECK_INT(omp_target_memcpy_rect(to, from, 1, 2, volume, at, of, to_size, from_size, host, 99), EINVAL);
  const size_t none[] = {0, 0}, one[] = {1, 1}, huge[] = {1, SIZE_MAX};
  CHECK_INT(omp_target_memcpy_rect(to, from, 2, 2, one, one, none, huge, from_size, host, host), EINVAL);
}

int main(void) {
  int host = omp_get_initial_device(), elsewhere;
  allocation(host);
  copies(host);
  rectangles(host);
  CHECK_INT(omp_target_associate_ptr(&host, &elsewhere, sizeof host, 0, host), EINVAL);
  CHECK_INT(omp_target_associate_ptr(&host, &elsewhere, sizeof host, 0, 99), EINVAL);
  CHECK_INT(omp_target_disassociate_ptr(&host, host), EINVAL);
  return check_done();
}
