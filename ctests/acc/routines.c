// OpenACC's routines with the host as the only device, which shares the program's memory.
//@ flags: -fopenacc
//@ skip[clang]: has no openacc.h
//@ skip[libomp]: knows no OpenACC
#include <openacc.h>

#include "check.h"

static void devices(void) {
  CHECK_INT(acc_get_num_devices(acc_device_host), 1);
  CHECK_INT(acc_get_num_devices(acc_device_default), 1);
  CHECK_INT(acc_get_num_devices(acc_device_not_host), 0);
  CHECK_INT(acc_get_num_devices(acc_device_nvidia), 0);
  CHECK_INT(acc_get_num_devices(acc_device_none), 0);
  CHECK_INT(acc_get_device_type(), acc_device_host);
  CHECK_INT(acc_get_device_num(acc_device_host), 0);
  acc_set_device_type(acc_device_host);
  acc_set_device_num(0, acc_device_default);
  acc_set_device_num(-1, acc_device_host);
  volatile acc_device_t host = acc_device_host, nvidia = acc_device_nvidia;
  CHECK_INT(acc_on_device(host), 1);
  CHECK_INT(acc_on_device(nvidia), 0);
  CHECK_INT(acc_get_property(0, acc_device_host, acc_property_memory), 0);
  CHECK_INT(acc_get_property(0, acc_device_host, acc_property_name), 0);
  CHECK(strcmp(acc_get_property_string(0, acc_device_host, acc_property_vendor), "GNU") == 0, "another vendor");
  CHECK(acc_get_property_string(0, acc_device_host, acc_property_memory) == NULL, "memory is a string");
}

static void memory(void) {
  int x[4] = {1, 2, 3, 4}, y[4] = {0}, *pointer = x;
  CHECK(acc_copyin(x, sizeof x) == x && acc_create(y, sizeof y) == y, "the device has other addresses");
  CHECK(acc_deviceptr(x) == x && acc_hostptr(x) == x, "the device has other addresses");
  CHECK_INT(acc_is_present(x, sizeof x), 1);
  CHECK_INT(acc_is_present(x, 0), 0);
  CHECK_INT(acc_is_present(NULL, 4), 0);
  acc_memcpy_to_device(y, x, sizeof x);
  CHECK_INT(y[3], 4);
  acc_memcpy_from_device_async(x, y + 2, 2 * sizeof *x, 5);
  acc_wait(5);
  CHECK_INT(x[0], 3);
  acc_update_self(x, sizeof x);
  acc_update_device_async(x, sizeof x, 2);
  acc_attach((void **)&pointer);
  acc_detach_finalize_async((void **)&pointer, acc_async_sync);
  CHECK(pointer == x, "the pointer was changed");
  acc_map_data(x, x, sizeof x);
  acc_unmap_data(x);
  acc_copyout(x, sizeof x);
  acc_delete_finalize_async(y, sizeof y, acc_async_noval);
  acc_delete(NULL, 4);

  char *room = acc_malloc(100);
  CHECK(room != NULL, "no memory");
  room[99] = 1;
  acc_free(room);
  acc_free(NULL);
  CHECK(acc_malloc(0) == NULL, "memory of no bytes");
}

static void queues(void) {
  CHECK_INT(acc_async_test(7), 1);
  CHECK_INT(acc_async_test(acc_async_noval), 1);
  CHECK_INT(acc_async_test_all(), 1);
  acc_wait(acc_async_sync);
  acc_wait_async(1, 2);
  acc_wait_all();
  acc_wait_all_async(3);
  CHECK(acc_get_cuda_stream(1) == NULL && acc_get_current_cuda_device() == NULL, "the host has CUDA");
}

int main(void) {
  acc_init(acc_device_default);
  devices();
  memory();
  queues();
  acc_shutdown(acc_device_host);
  acc_init(acc_device_host);
  return check_done();
}
