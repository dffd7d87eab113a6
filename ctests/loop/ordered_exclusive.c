// An ordered region excludes the others, and what it writes the next one sees without further
// synchronisation.
#include <omp.h>

#include "check.h"

enum { LENGTH = 2000 };

int main(void) {
  long chain = 1;
  int inside = 0;
#pragma omp parallel for ordered schedule(dynamic, 3) num_threads(4)
  for (int i = 0; i < LENGTH; i++) {
#pragma omp ordered
    {
      CHECK_INT(inside++, 0);
      chain = (chain * 31 + i) % 1000003;
      inside--;
    }
  }
  long wanted = 1;
  for (int i = 0; i < LENGTH; i++)
    wanted = (wanted * 31 + i) % 1000003;
  CHECK_INT(chain, wanted);
  return check_done();
}
