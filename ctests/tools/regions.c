// A tool is told of threads, regions and implicit tasks: in pairs, in order, with what they have in
// common, and when it happens.
//@ flags: -rdynamic
//@ skip[libgomp]: it has no interface for tools
//@ skip[gcc libomp]: other kinds of barriers
#include <omp.h>
#include <unistd.h>

#include "check.h"
#include "tool.h"

enum { SIZE = 3, REGIONS = 20 };

static int threads, regions, members, arrived;
static int open_regions;
static _Thread_local int in_task, in_wait, in_sync, begun;

static void on_thread_begin(int type, ompt_data_t *data) {
  CHECK_INT(data->value, 0);
  CHECK_INT(begun++, 0);
  CHECK(data == tool_thread(), "another word");
  CHECK_INT(type, omp_get_level() == 0 && !threads ? 1 : 2);
  data->value = 1000 + __atomic_fetch_add(&threads, 1, __ATOMIC_RELAXED);
}

static void on_parallel_begin(ompt_data_t *task, const ompt_frame_t *frame, ompt_data_t *region, unsigned requested,
                              int flags, const void *address) {
  CHECK_INT(region->value, 0);
  CHECK_INT(task->value, 77);
  CHECK(frame->enter_frame.ptr != NULL, "%p", frame->enter_frame.ptr);
  CHECK(frame->exit_frame.ptr == NULL, "%p", frame->exit_frame.ptr);
  CHECK_INT(requested, SIZE);
  CHECK((unsigned)flags >> 31 && (flags & 3) != 0 && (flags & 3) != 3, "%x", (unsigned)flags);
  CHECK(tool_is_ours(address), "%p", address);
  CHECK_INT(open_regions++, 0);
  region->value = ++regions;
}

static void on_parallel_end(ompt_data_t *region, ompt_data_t *task, int flags, const void *address) {
  (void)flags;
  CHECK_INT(--open_regions, 0);
  CHECK_INT(region->value, regions);
  CHECK_INT(task->value, 77);
  CHECK_INT(in_task, 1);
  CHECK(tool_is_ours(address), "%p", address);
}

static void on_implicit_task(int end, ompt_data_t *region, ompt_data_t *task, unsigned size, unsigned index, int flags) {
  if (flags & task_initial) {
    CHECK_INT(size, end == scope_begin);
    CHECK_INT(index, 1);
    if (end == scope_begin) {
      CHECK_INT(in_task++, 0);
      task->value = 77;
    } else {
      CHECK_INT(--in_task, 0);
    }
    return;
  }
  CHECK_INT(flags & task_implicit, task_implicit);
  CHECK_INT(index, omp_get_thread_num());
  if (end == scope_begin) {
    CHECK_INT(in_task++, index == 0);
    CHECK_INT(size, SIZE);
    CHECK_INT(region->value, regions);
    CHECK_INT(task->value, 0);
    task->value = regions * 100 + index;
    __atomic_fetch_add(&members, 1, __ATOMIC_RELAXED);
  } else {
    CHECK_INT(--in_task, index == 0);
    CHECK(region == NULL, "%p", (void *)region);
    CHECK_INT(in_sync, 0);
    unsigned number = task->value % 100;
    CHECK_INT(number, index);
    __atomic_fetch_sub(&members, 1, __ATOMIC_RELEASE);
  }
}

static void on_sync(int kind, int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  CHECK(kind == barrier_parallel || kind == barrier_explicit, "%d", kind);
  CHECK(task->value >= 100, "%d", (int)task->value);
  CHECK((region == NULL) == (kind == barrier_parallel && end == scope_end), "%p", (void *)region);
  if (kind == barrier_explicit)
    CHECK(tool_is_ours(address), "%p", address);
  if (kind == barrier_parallel && end == scope_begin)
    __atomic_fetch_add(&arrived, 1, __ATOMIC_RELAXED);
  if (kind == barrier_parallel && end == scope_end)
    CHECK(__atomic_load_n(&arrived, __ATOMIC_RELAXED) >= regions * SIZE || on_runtime("libomp"), "some have not come");
  CHECK_INT(in_wait, 0);
  CHECK_INT(in_sync += end == scope_begin ? 1 : -1, end == scope_begin);
}

static void on_wait(int kind, int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  (void)kind, (void)region, (void)task, (void)address;
  CHECK_INT(in_sync, 1);
  CHECK_INT(in_wait += end == scope_begin ? 1 : -1, end == scope_begin);
}

static void on_thread_end(ompt_data_t *data) {
  CHECK_INT(begun--, 1);
  CHECK(data->value >= 1000, "%d", (int)data->value);
  if (__atomic_sub_fetch(&threads, 1, __ATOMIC_RELAXED) == 0 && check_done())
    _exit(1);
}

static void tool_register(void) {
  TOOL_ON(thread_begin, on_thread_begin);
  TOOL_ON(thread_end, on_thread_end);
  TOOL_ON(parallel_begin, on_parallel_begin);
  TOOL_ON(parallel_end, on_parallel_end);
  TOOL_ON(implicit_task, on_implicit_task);
  TOOL_ON(sync_region, on_sync);
  TOOL_ON(sync_region_wait, on_wait);
}

int main(void) {
  for (int round = 0; round < REGIONS; round++) {
#pragma omp parallel num_threads(SIZE)
    {
      struct tool_task me = tool_task(0), outside = tool_task(1);
      CHECK_INT(me.found, 2);
      CHECK_INT(me.thread_num, omp_get_thread_num());
      CHECK_INT(me.data->value, (round + 1) * 100 + omp_get_thread_num());
      CHECK_INT(me.parallel->value, round + 1);
      CHECK(me.frame->exit_frame.ptr != NULL && me.frame->enter_frame.ptr == NULL, "%p", me.frame->exit_frame.ptr);
      CHECK_INT(outside.data->value, 77);
      CHECK(outside.frame->enter_frame.ptr != NULL, "%p", outside.frame->enter_frame.ptr);
      CHECK_INT(tool_task(2).found, 0);
      CHECK_INT(tool_state(NULL), 1);
#pragma omp barrier
      CHECK(me.frame->enter_frame.ptr == NULL, "%p", me.frame->enter_frame.ptr);
    }
    // libomp tells of the workers' ends when their next region begins.
    for (int wait = 0; wait < 2000 && __atomic_load_n(&members, __ATOMIC_ACQUIRE) != 0; wait++)
      if (!on_runtime("libomp"))
        usleep(1000);
    if (!on_runtime("libomp"))
      CHECK_INT(members, 0);
  }
  CHECK_INT(regions, REGIONS);
  CHECK_INT(tool_state(NULL), 0);
  return check_done();
}
