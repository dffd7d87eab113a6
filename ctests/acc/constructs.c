// OpenACC's constructs on the host: everything runs where it stands, on the program's own
// variables.
//@ flags: -fopenacc
//@ skip[clang]: generates no code for OpenACC
//@ skip[libomp]: knows no OpenACC
#include <openacc.h>

#include "check.h"

static void compute(int n, int sometimes) {
  int list[100], sum = 0, other = 5, copy = 1;
#pragma acc data copy(list) copyin(other) if (sometimes)
  {
#pragma acc parallel loop copy(list) num_gangs(4) num_workers(2) vector_length(32)
    for (int i = 0; i < n; i++)
      list[i] = i;
#pragma acc parallel loop reduction(+ : sum) copyin(list) async(3) wait(1, 2) if (sometimes)
    for (int i = 0; i < n; i++)
      sum += list[i];
#pragma acc wait(3)
#pragma acc parallel firstprivate(copy) copy(other)
    {
      other += copy;
      copy = 0;
    }
#pragma acc serial copy(other)
    other *= 2;
#pragma acc kernels copy(list)
    for (int i = 0; i < n; i++)
      list[i]++;
  }
  CHECK_INT(sum, n * (n - 1) / 2);
  CHECK_INT(list[n - 1], n);
  CHECK_INT(other, 12);
  CHECK_INT(copy, 1);
}

static void data(void) {
  int x[4] = {1, 2, 3, 4}, *pointer = x;
#pragma acc enter data copyin(x) async(2) wait
#pragma acc update device(x[0:2]) wait(2)
#pragma acc host_data use_device(x)
  CHECK(x == pointer, "the device's address is another");
#pragma acc parallel present(x)
  x[3] = 7;
#pragma acc update self(x) async
#pragma acc wait
#pragma acc wait(2) async(3)
#pragma acc exit data copyout(x) finalize
  CHECK_INT(x[3], 7);
}

static int declared(int n) {
  int list[4] = {n, n, n, n};
#pragma acc declare copy(list)
#pragma acc parallel present(list)
  list[1]++;
  return list[1];
}

int main(void) {
  for (int round = 0; round < 3; round++) {
    compute(100, round % 2);
    data();
    CHECK_INT(declared(4), 5);
  }
  return check_done();
}
