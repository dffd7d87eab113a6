// A tool is told of an `error` directive that is executed, before its line is written.
//@ flags: -rdynamic
//@ stderr: on the way
//@ skip[libgomp]: it has no interface for tools
//@ skip[gcc libomp]: it has no such call
#include <string.h>

#include "check.h"
#include "tool.h"

static int told;

static void on_error(int severity, const char *message, size_t length, const void *address) {
  CHECK_INT(severity, 1);
  CHECK_INT(strncmp(message, "on the way", length), 0);
  CHECK_INT(length, strlen("on the way"));
  CHECK(tool_is_ours(address), "%p", address);
  told++;
}

static void tool_register(void) { TOOL_ON(error, on_error); }

int main(void) {
#pragma omp error at(execution) severity(warning) message("on the way")
  CHECK_INT(told, 1);
  return check_done();
}
