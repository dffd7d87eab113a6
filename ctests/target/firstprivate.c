// What is firstprivate in a target region is a copy with the variable's alignment, whatever its
// size; what is mapped is the variable itself.
//@ skip[gcc libomp]: has no GOMP_target_ext
#include <stdint.h>

#include "check.h"

struct wide {
  _Alignas(64) char bytes[100];
};

static void sum(int n, const struct wide *from, char letter, double number, int *seen) {
  struct wide wide = *from;
  int list[n], big[3000];
  for (int i = 0; i < n; i++)
    list[i] = i;
  for (int i = 0; i < 3000; i++)
    big[i] = 2 * i;
  int total = 0;
#pragma omp target firstprivate(n, wide, letter, number, list, big) map(tofrom : total) map(seen[:1])
  {
    uintptr_t beyond = (uintptr_t)&wide & 63;
    CHECK_INT(beyond, 0);
    for (int i = 0; i < n; i++)
      total += list[i];
    for (int i = 0; i < 3000; i++)
      CHECK_INT(big[i], 2 * i);
    CHECK_INT(wide.bytes[99], 7);
    CHECK(number == 1.5, "number is %g", number);
    CHECK_INT(letter, 'x');
    seen[0]++;
    n = letter = wide.bytes[99] = 0;
    number = list[0] = list[4] = big[2999] = 0;
  }
  CHECK_INT(total, 10);
  CHECK_INT(n, 5);
  CHECK_INT(letter, 'x');
  CHECK_INT(wide.bytes[99], 7);
  CHECK_INT(list[4], 4);
  CHECK_INT(big[2999], 5998);
  CHECK(number == 1.5, "number is %g", number);
}

int main(void) {
  struct wide wide = {{0}};
  wide.bytes[99] = 7;
  int seen = 0;
  for (int round = 0; round < 3; round++)
    sum(5, &wide, 'x', 1.5, &seen);
  CHECK_INT(seen, 3);
  int mapped = 1, *pointer = &mapped;
#pragma omp target data map(tofrom : mapped) use_device_ptr(pointer)
  {
    CHECK(pointer == &mapped, "the device's address is not the host's");
    mapped = 2;
#pragma omp target update to(mapped)
#pragma omp target is_device_ptr(pointer)
    *pointer += 1;
#pragma omp target update from(mapped)
    CHECK_INT(mapped, 3);
  }
#pragma omp target enter data map(to : mapped)
#pragma omp target map(mapped)
  mapped++;
#pragma omp target exit data map(from : mapped)
  CHECK_INT(mapped, 4);
  return check_done();
}
