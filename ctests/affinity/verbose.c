// KMP_AFFINITY=verbose says on standard error what there is, and which thread is bound to what.
//@ env: KMP_AFFINITY=verbose,granularity=fine,compact
//@ skip[libgomp]: does not know KMP_AFFINITY
//@ stderr: OMP: Info #155: KMP_AFFINITY: Initial OS proc set respected: [0-9,-]+\n
//@ stderr: OMP: Info #157: KMP_AFFINITY: [0-9]+ available OS procs\n
//@ stderr: OMP: Info #254: KMP_AFFINITY: pid [0-9]+ tid [0-9]+ thread 0 bound to OS proc set [0-9]+\n
#include "places.h"

int main(void) {
#pragma omp parallel num_threads(2)
  check_bound();
  return check_done();
}
