// A race detector that the program is built with: a loop without a barrier behind it, whose results
// another member needs.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/nowait\.c:(28|31)\b
#include "check.h"

enum { N = 1000 };

#ifdef RACY
#define NOWAIT nowait
#define NOT_YET(x) ((x) == 0)
#else
#define NOWAIT
#define NOT_YET(x) 0
#endif

int main() {
  static int from[N], to[N];
#pragma omp parallel num_threads(2)
  {
#pragma omp for schedule(static) NOWAIT
    for (int i = 0; i < N; i++)
      from[i] = i;
#pragma omp for schedule(static)
    for (int i = 0; i < N; i++)
      to[i] = from[N - 1 - i];
  }
  CHECK(to[0] == N - 1 || NOT_YET(to[0]), "%d", to[0]);
  CHECK(to[N - 1] == 0, "%d", to[N - 1]);
  return check_done();
}
