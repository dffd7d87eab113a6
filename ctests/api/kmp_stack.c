// Workers get the stack that was asked for at run time.
//@ skip[gcc]: not in its header
//@ flags: -D_GNU_SOURCE
#include <omp.h>
#include <pthread.h>

#include "check.h"

int main(void) {
  size_t wanted = 12 << 20, least = wanted;
  kmp_set_stacksize_s(wanted);
#pragma omp parallel num_threads(3) reduction(min : least)
  if (omp_get_thread_num() != 0) {
    pthread_attr_t attributes;
    void *base;
    CHECK_INT(pthread_getattr_np(pthread_self(), &attributes), 0);
    CHECK_INT(pthread_attr_getstack(&attributes, &base, &least), 0);
    pthread_attr_destroy(&attributes);
  }
  CHECK(least >= wanted && least < 2 * wanted, "%zu bytes", least);
  return check_done();
}
