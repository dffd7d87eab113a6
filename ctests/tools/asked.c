// A thread whose first OpenMP call only asks something has its initial task from then on, in the
// first thread of the program and in others.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
#include <omp.h>
#include <pthread.h>

#include "check.h"
#include "tool.h"

enum { THREADS = 2 };

static int begun, tasks;

static void on_thread_begin(int type, ompt_data_t *data) {
  CHECK_INT(type, 1);
  data->value = 100 + ++begun;
}

static void on_implicit_task(int endpoint, ompt_data_t *region, ompt_data_t *task, unsigned size, unsigned number,
                             int flags) {
  (void)region, (void)size, (void)number;
  if (endpoint != scope_begin)
    return;
  CHECK_INT(flags, task_initial);
  task->value = 200 + ++tasks;
}

static void tool_register(void) {
  TOOL_ON(thread_begin, on_thread_begin);
  TOOL_ON(implicit_task, on_implicit_task);
}

static void *asks(void *number) {
  CHECK_INT(omp_in_parallel(), 0);
  CHECK_INT(begun, (int)(intptr_t)number);
  CHECK_INT(tool_thread()->value, 100 + begun);
  struct tool_task task = tool_task(0);
  CHECK_INT(task.found, 2);
  CHECK_INT(task.flags & 15, task_initial);
  CHECK_INT(task.data->value, 200 + tasks);
  CHECK_INT(tool_task(1).found, 0);
  return NULL;
}

int main(void) {
  asks((void *)1);
  for (intptr_t i = 0; i < THREADS; i++) {
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, asks, (void *)(i + 2)), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
  }
  CHECK_INT(begun, 1 + THREADS);
  CHECK_INT(tasks, 1 + THREADS);
  return check_done();
}
