// A race detector that the program is built with: a result that is read before the end of the
// taskgroup, after a taskwait that does not wait for the task's own child.
//@ flags: -fsanitize=thread
//@ variant: RACY
//@ exit[RACY]: 66
//@ preload
//@ skip[libgomp]: it tells the race detector nothing
//@ skip[libomp]: only with another library does it tell the race detector anything
//@ stderr[RACY]: data race .*\n.*\n +#0 .*/taskgroup\.c:(26|32)\b
#include "another.h"
#include "check.h"

int main() {
  int value = 0, copy = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
  {
    struct another another = {0};
#pragma omp taskgroup
    {
#pragma omp task shared(value, another)
      {
#pragma omp task shared(value, another)
        {
          another_begins(&another);
          value = 1;
        }
      }
      another_await(&another);
#pragma omp taskwait
#ifdef RACY
      copy = value;
#endif
    }
#ifndef RACY
    copy = value;
#endif
  }
  (void)copy;
#ifndef RACY
  CHECK_INT(copy, 1);
#endif
  return check_done();
}
