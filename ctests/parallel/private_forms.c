// private, firstprivate, shared, default(none): who sees which variable, arrays and structures
// included.
#include <omp.h>

#include "check.h"

struct wide {
  char bytes[700];
  int last;
};

int main(void) {
  int own = -1, copied = 7, common = 0, array[100];
  struct wide wide = {.last = 11};
  for (int i = 0; i < 100; i++)
    array[i] = i;
  memset(wide.bytes, 3, sizeof wide.bytes);
#pragma omp parallel num_threads(4) default(none) private(own) firstprivate(copied, array, wide)                       \
    shared(common, check_failures, stderr)
  {
    own = omp_get_thread_num();
    CHECK_INT(copied, 7);
    for (int i = 0; i < 100; i++)
      CHECK_INT(array[i], i);
    CHECK_INT(wide.bytes[699], 3);
    CHECK_INT(wide.last, 11);
#pragma omp barrier
    copied += own;
    wide.last = array[own] = -own;
#pragma omp barrier
    CHECK_INT(own, omp_get_thread_num());
    CHECK_INT(copied, 7 + own);
    CHECK_INT(wide.last, -own);
    for (int i = 0; i < 4; i++)
      CHECK_INT(array[i], i == own ? -own : i);
#pragma omp atomic
    common += copied;
  }
  CHECK_INT(own, -1);
  CHECK_INT(copied, 7);
  CHECK_INT(wide.last, 11);
  CHECK_INT(common, 4 * 7 + 6);
  return check_done();
}
