// FERROMP_STATS: of a stripped program, which has no names for the regions' functions, it shows the
// command that finds the source lines.
//@ skip[libgomp]: FERROMP_STATS is ours
//@ skip[libomp]: FERROMP_STATS is ours
//@ flags: -s
//@ env: FERROMP_STATS=1
//@ stderr: ^ferromp: +1 +2\.0 .* stats-stripped\S+: \+0x[0-9a-f]+$
//@ stderr: ^ferromp: for the source lines: addr2line -f -e '/\S+/stats-stripped\S+' 0x[0-9a-f]+$
#include <omp.h>

#include "check.h"

int main(void) {
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_get_num_threads(), 2);
  return check_done();
}
