// With dyn-var true a team may be smaller than asked for, never larger nor empty.
#include <omp.h>

#include "check.h"

int main(void) {
  omp_set_dynamic(1);
  CHECK_INT(omp_get_dynamic(), 1);
  for (int round = 0; round < 20; round++) {
    int members = 0, size = 0;
#pragma omp parallel num_threads(16) reduction(+ : members) reduction(max : size)
    {
      members++;
      size = omp_get_num_threads();
      CHECK(omp_get_thread_num() < size, "number %d of %d", omp_get_thread_num(), size);
    }
    CHECK(members >= 1 && members <= 16, "%d members", members);
    CHECK_INT(size, members);
  }
  omp_set_dynamic(0);
#pragma omp parallel num_threads(16)
  CHECK_INT(omp_get_num_threads(), 16);
  return check_done();
}
