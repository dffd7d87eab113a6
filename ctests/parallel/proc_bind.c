// proc_bind is accepted in every form, and the team is complete.
#include <omp.h>

#include "check.h"

#define REGION(...)                                                                                \
  do {                                                                                             \
    int members = 0;                                                                               \
    _Pragma(#__VA_ARGS__) {                                                                        \
      _Pragma("omp atomic") members++;                                                             \
      CHECK_INT(omp_get_num_threads(), 4);                                                         \
    }                                                                                              \
    CHECK_INT(members, 4);                                                                         \
  } while (0)

int main(void) {
  REGION(omp parallel num_threads(4) proc_bind(primary));
  REGION(omp parallel num_threads(4) proc_bind(master));
  REGION(omp parallel num_threads(4) proc_bind(close));
  REGION(omp parallel num_threads(4) proc_bind(spread));
  return check_done();
}
