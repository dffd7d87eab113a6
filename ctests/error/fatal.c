// An error directive with severity(fatal) says its line and ends the program.
//@ skip[gcc libomp]: libomp lacks these entry points
//@ stderr[gcc]: libgomp: fatal error: error directive encountered: too bad\n
//@ stderr[clang]: OMP: Error #\d+: .*fatal\.c:\d+:\d+: Encountered user-directed error: too bad\.
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static void if_on(int on) {
  if (on) {
#pragma omp error at(execution) severity(fatal) message("too bad")
  }
}

int main(void) {
  if_on(0);
  pid_t child = fork();
  if (child == 0) {
    if_on(1);
    _exit(0);
  }
  int status = 0;
  CHECK_INT(waitpid(child, &status, 0), child);
  CHECK(status != 0, "it went on");
  return check_done();
}
