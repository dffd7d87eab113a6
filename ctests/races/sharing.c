// A race detector that the program is built with: tasks that share the variable of the loop which
// generates them.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/sharing\.c:(26|30)\b
#include "another.h"
#include "check.h"

#ifdef RACY
#define SHARING shared(i)
#else
#define SHARING firstprivate(i)
#endif

int main() {
  int sum = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
  {
    static struct another others[10];
    static int i;
    for (i = 0; i < 10; i++) {
      struct another *other = &others[i];
#pragma omp task shared(sum) firstprivate(other) SHARING
      {
        int mine = i;
#pragma omp atomic
        sum += mine;
        another_begins(other);
      }
      another_await(other);
    }
  }
  (void)sum;
  CHECK_INT(sum, 45);
  return check_done();
}
