// A chain of tasks, of which each generates the next one and ends, takes no more stack the longer
// it is with a tool either.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[libomp]: of one thread it overflows the stack
#include <omp.h>

#include "check.h"
#include "tool.h"

enum { LENGTH = 100000 };

static long done, created;

static void on_create(void) { created++; }

static void tool_register(void) { TOOL_ON(task_create, on_create); }

static void follow(long number) {
  char frame[200];
  frame[number % 200] = 1;
  __asm__ volatile("" : : "r"(frame) : "memory");
  done++;
  if (number < LENGTH) {
#pragma omp task firstprivate(number)
    follow(number + 1);
  }
}

int main(void) {
#pragma omp parallel num_threads(1)
  follow(1);
  CHECK_INT(done, LENGTH);
  CHECK(created >= LENGTH - 1, "%ld tasks were told", created);
  return check_done();
}
