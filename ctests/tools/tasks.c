// A tool is told of each task once when it is generated, and of each change of the task that a
// thread executes: the changes on a thread fit together, and each task begins and ends.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[gcc libomp]: other events of GCC's tasks
#include <omp.h>

#include "check.h"
#include "tool.h"

enum { SIZE = 3, TASKS = 200, PRODUCED = 3 * TASKS };

static struct {
  int created, begun, ended, flags, dependences;
} tasks[PRODUCED + 1];
static int numbers, pairs, waits, listed;
static _Thread_local uint64_t current;

static void on_task_create(ompt_data_t *from, const ompt_frame_t *frame, ompt_data_t *data, int flags, int dependences,
                           const void *address) {
  CHECK(frame->enter_frame.ptr != NULL, "%p", frame->enter_frame.ptr);
  CHECK(tool_is_ours(address), "%p", address);
  CHECK(from != data, "a task generates itself");
  CHECK_INT(data->value, 0);
  int number = __atomic_add_fetch(&numbers, 1, __ATOMIC_RELAXED);
  CHECK(number <= PRODUCED, "%d tasks", number);
  data->value = number;
  tasks[number].created++;
  tasks[number].flags = flags;
  tasks[number].dependences = dependences;
  CHECK_INT(flags & task_explicit, task_explicit);
}

static void on_dependences(ompt_data_t *data, const void *list, int count) {
  CHECK(list != NULL && count > 0, "%d", count);
  CHECK_INT(tasks[data->value].dependences, 1);
  __atomic_fetch_add(&listed, 1, __ATOMIC_RELAXED);
}

static void on_task_dependence(ompt_data_t *earlier, ompt_data_t *later) {
  CHECK(earlier->value < later->value, "%d, %d", (int)earlier->value, (int)later->value);
  __atomic_fetch_add(&pairs, 1, __ATOMIC_RELAXED);
}

static void on_task_schedule(ompt_data_t *prior, int status, ompt_data_t *next) {
  CHECK_INT(prior->value, current);
  CHECK(next != NULL, "no next task");
  current = next->value;
  if (status == status_complete)
    __atomic_fetch_add(&tasks[prior->value].ended, 1, __ATOMIC_RELAXED);
  else
    __atomic_fetch_add(&tasks[next->value].begun, 1, __ATOMIC_RELAXED);
}

static void on_wait(int kind, int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  (void)region, (void)address;
  if (kind == sync_taskwait || kind == sync_taskgroup) {
    CHECK_INT(task->value, current);
    __atomic_fetch_add(&waits, end == scope_begin ? 1 : -1, __ATOMIC_RELAXED);
  }
}

static void tool_register(void) {
  TOOL_ON(task_create, on_task_create);
  TOOL_ON(task_schedule, on_task_schedule);
  TOOL_ON(dependences, on_dependences);
  TOOL_ON(task_dependence, on_task_dependence);
  TOOL_ON(sync_region_wait, on_wait);
}

int main(void) {
  int x = 0, done = 0;
#pragma omp parallel num_threads(SIZE)
#pragma omp single
  {
    for (int i = 0; i < TASKS; i++) {
#pragma omp task shared(done)
      {
        struct tool_task me = tool_task(0);
        CHECK_INT(me.data->value, current);
        CHECK_INT(me.thread_num, omp_get_thread_num());
        CHECK(me.frame->exit_frame.ptr != NULL, "%p", me.frame->exit_frame.ptr);
        CHECK(me.frame->enter_frame.ptr == NULL, "%p", me.frame->enter_frame.ptr);
        CHECK_INT(tool_task(1).found, 2);
#pragma omp atomic
        done++;
      }
    }
#pragma omp taskwait
    CHECK_INT(done, TASKS);
#pragma omp taskgroup
    for (int i = 0; i < TASKS; i++) {
#pragma omp task depend(inout : x) shared(x)
      x++;
    }
    for (int i = 0; i < TASKS; i++) {
#pragma omp task if (0) shared(x)
      {
        CHECK_INT(tasks[tool_task(0).data->value].flags & task_undeferred, task_undeferred);
        x++;
      }
    }
  }
  CHECK_INT(x, 2 * TASKS);
  CHECK_INT(numbers, PRODUCED);
  CHECK_INT(listed, TASKS);
  CHECK(pairs < TASKS, "%d", pairs);
  CHECK_INT(waits, 0);
  for (int i = 1; i <= PRODUCED; i++) {
    CHECK_INT(tasks[i].created, 1);
    CHECK_INT(tasks[i].begun, 1);
    CHECK_INT(tasks[i].ended, 1);
  }
  return check_done();
}
