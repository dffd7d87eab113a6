/* A tool that knows the order of events: what a thread is in is a stack of tasks, and in each task
   a stack of places; an event that does not fit is a failed check. */
#ifndef CTESTS_TOOL_CHECKER_H
#define CTESTS_TOOL_CHECKER_H

#include "check.h"
#include "tool.h"

/* A place in a task: of which kind of event, and of which kind there. */
struct checker_place {
  int event, kind;
};

struct checker_task {
  uint64_t id;
  int depth, room;
  struct checker_place *places;
};

static _Thread_local struct {
  int begun, tasks, wants, has, room;
  struct checker_task *stack;
} checker;

static uint64_t checker_ids;
static int checker_regions, checker_tasks, checker_begun, checker_done, checker_works, checker_chunks;

static uint64_t checker_new_id(ompt_data_t *data) {
  CHECK_INT(data->value, 0);
  return data->value = __atomic_add_fetch(&checker_ids, 1, __ATOMIC_RELAXED);
}

/* Room for one more behind `count` items; new room is zero. */
static void *checker_grow(void *items, int count, int *room, size_t size) {
  if (count < *room)
    return items;
  int old = *room;
  *room = old ? 2 * old : 8;
  items = realloc(items, *room * size);
  memset((char *)items + old * size, 0, (*room - old) * size);
  return items;
}

static struct checker_task *checker_now(void) {
  static struct checker_task none;
  CHECK(checker.tasks > 0, "no task");
  return checker.tasks > 0 ? &checker.stack[checker.tasks - 1] : &none;
}

/* Untied tasks that have left their threads inside of something, and go on there. */
static struct {
  int lock, count, room;
  struct checker_task *tasks;
} checker_left;

static void checker_lock(void) {
  while (__atomic_exchange_n(&checker_left.lock, 1, __ATOMIC_ACQUIRE))
    ;
}

static void checker_unlock(void) { __atomic_store_n(&checker_left.lock, 0, __ATOMIC_RELEASE); }

static void checker_leave(struct checker_task *task) {
  checker_lock();
  checker_left.tasks =
      checker_grow(checker_left.tasks, checker_left.count, &checker_left.room, sizeof *checker_left.tasks);
  checker_left.tasks[checker_left.count++] = *task;
  checker_unlock();
  memset(task, 0, sizeof *task);
}

static void checker_come_back(struct checker_task *task) {
  checker_lock();
  for (int i = 0; i < checker_left.count; i++) {
    if (checker_left.tasks[i].id == task->id) {
      free(task->places);
      *task = checker_left.tasks[i];
      checker_left.tasks[i] = checker_left.tasks[--checker_left.count];
      break;
    }
  }
  checker_unlock();
}

static void checker_push(uint64_t id) {
  checker.stack = checker_grow(checker.stack, checker.tasks, &checker.room, sizeof *checker.stack);
  struct checker_task *task = &checker.stack[checker.tasks++];
  task->id = id;
  task->depth = 0;
  if (__atomic_load_n(&checker_left.count, __ATOMIC_RELAXED) != 0)
    checker_come_back(task);
}

static void checker_pop(uint64_t id, int goes_on) {
  struct checker_task *task = checker_now();
  CHECK_INT(task->id, id);
  if (goes_on && task->depth > 0)
    checker_leave(task);
  CHECK(task->depth == 0, "in event %d of kind %d", task->places[0].event, task->places[0].kind);
  if (checker.tasks > 0)
    checker.tasks--;
}

static void checker_in(int event, int kind, ompt_data_t *data) {
  struct checker_task *task = checker_now();
  CHECK(task->id == data->value, "task %d, not %d", (int)data->value, (int)task->id);
  task->places = checker_grow(task->places, task->depth, &task->room, sizeof *task->places);
  task->places[task->depth++] = (struct checker_place){event, kind};
}

static void checker_out(int event, int kind, ompt_data_t *data) {
  struct checker_task *task = checker_now();
  CHECK(task->id == data->value, "task %d, not %d", (int)data->value, (int)task->id);
  CHECK(task->depth > 0, "leaves %d of kind %d", event, kind);
  if (task->depth == 0)
    return;
  struct checker_place place = task->places[--task->depth];
  CHECK(place.event == event && place.kind == kind, "leaves %d of kind %d in %d of kind %d", event, kind, place.event,
        place.kind);
}

static void checker_either(int event, int kind, int end, ompt_data_t *data) {
  CHECK(end == scope_begin || end == scope_end, "%d", end);
  (end == scope_begin ? checker_in : checker_out)(event, kind, data);
}

static void checker_thread_begin(int kind, ompt_data_t *data) {
  (void)kind;
  CHECK_INT(checker.begun++, 0);
  checker_new_id(data);
  CHECK(tool_thread() == data, "another word");
}

static void checker_thread_end(ompt_data_t *data) {
  CHECK_INT(--checker.begun, 0);
  CHECK(tool_thread() == data, "another word");
  CHECK_INT(checker.tasks, 0);
  for (int task = 0; task < checker.room; task++)
    free(checker.stack[task].places);
  free(checker.stack);
  checker.stack = NULL;
  checker.tasks = checker.room = 0;
}

static void checker_parallel_begin(ompt_data_t *task, const ompt_frame_t *frame, ompt_data_t *region, unsigned size,
                                   int flags, const void *address) {
  (void)frame, (void)size, (void)flags, (void)address;
  checker_new_id(region);
  checker_in(parallel_begin, 0, task);
  __atomic_fetch_add(&checker_regions, 1, __ATOMIC_RELAXED);
}

static void checker_parallel_end(ompt_data_t *region, ompt_data_t *task, int flags, const void *address) {
  (void)region, (void)flags, (void)address;
  checker_out(parallel_begin, 0, task);
}

static void checker_implicit_task(int end, ompt_data_t *region, ompt_data_t *task, unsigned size, unsigned index,
                                  int flags) {
  (void)size, (void)index;
  if (end == scope_begin) {
    if (flags & task_initial)
      CHECK(region != NULL, "no region");
    else
      CHECK(region->value != 0, "a region without a beginning");
    checker_push(checker_new_id(task));
  } else {
    checker_pop(task->value, 0);
  }
}

static void checker_task_create(ompt_data_t *from, const ompt_frame_t *frame, ompt_data_t *data, int flags, int depends,
                                const void *address) {
  (void)frame, (void)flags, (void)depends, (void)address;
  CHECK_INT(checker_now()->id, from->value);
  checker_new_id(data);
  __atomic_fetch_add(&checker_tasks, 1, __ATOMIC_RELAXED);
}

static void checker_task_schedule(ompt_data_t *prior, int status, ompt_data_t *next) {
  if (next == NULL) {
    /* An event is fulfilled, by whichever thread, or a taskwait with dependences has waited. */
    CHECK(status == status_early_fulfill || status == status_late_fulfill || status == status_taskwait_complete, "%d",
          status);
    CHECK(prior->value != 0, "a task that nobody generated");
    return;
  }
  CHECK_INT(checker_now()->id, prior->value);
  if (checker.tasks > 1 && checker.stack[checker.tasks - 2].id == next->value) {
    checker_pop(prior->value, status == status_switch);
    CHECK(status != status_yield, "%d", status);
    if (status == status_complete)
      __atomic_fetch_add(&checker_done, 1, __ATOMIC_RELAXED);
  } else {
    CHECK(status == status_switch || status == status_yield, "%d", status);
    CHECK(next->value != 0, "a task that nobody generated");
    checker_push(next->value);
    __atomic_fetch_add(&checker_begun, 1, __ATOMIC_RELAXED);
  }
}

static void checker_sync(int kind, int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  (void)region, (void)address;
  checker_either(sync_region, kind, end, task);
}

static void checker_wait(int kind, int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  (void)region, (void)address;
  checker_either(sync_region_wait, kind, end, task);
}

static void checker_work(int kind, int end, ompt_data_t *region, ompt_data_t *task, uint64_t count,
                         const void *address) {
  (void)count, (void)address;
  CHECK(region != NULL, "in no region");
  checker_either(work, kind, end, task);
  __atomic_fetch_add(&checker_works, end == scope_begin, __ATOMIC_RELAXED);
}

static void checker_masked(int end, ompt_data_t *region, ompt_data_t *task, const void *address) {
  (void)region, (void)address;
  checker_either(masked, 0, end, task);
}

static void checker_dispatch(ompt_data_t *region, ompt_data_t *task, int kind, ompt_data_t instance) {
  (void)region;
  CHECK(kind >= 2 && kind <= 5, "%d", kind);
  CHECK(instance.ptr != NULL, "no instance");
  CHECK_INT(checker_now()->id, task->value);
  __atomic_fetch_add(&checker_chunks, 1, __ATOMIC_RELAXED);
}

static void checker_acquire(int kind, unsigned hint, unsigned how, uint64_t id, const void *address) {
  (void)hint, (void)how, (void)id, (void)address;
  checker.wants = kind;
}

static void checker_acquired(int kind, uint64_t id, const void *address) {
  (void)id, (void)address;
  CHECK_INT(checker.wants, kind);
  checker.wants = 0;
  checker.has++;
}

static void checker_released(int kind, uint64_t id, const void *address) {
  (void)kind, (void)id, (void)address;
  CHECK(checker.has-- > 0, "has none");
}

static void tool_register(void) {
  TOOL_ON(thread_begin, checker_thread_begin);
  TOOL_ON(thread_end, checker_thread_end);
  TOOL_ON(parallel_begin, checker_parallel_begin);
  TOOL_ON(parallel_end, checker_parallel_end);
  TOOL_ON(implicit_task, checker_implicit_task);
  TOOL_ON(task_create, checker_task_create);
  TOOL_ON(task_schedule, checker_task_schedule);
  TOOL_ON(sync_region, checker_sync);
  TOOL_ON(sync_region_wait, checker_wait);
  TOOL_ON(work, checker_work);
  TOOL_ON(masked, checker_masked);
  TOOL_ON(dispatch, checker_dispatch);
  TOOL_ON(mutex_acquire, checker_acquire);
  TOOL_ON(mutex_acquired, checker_acquired);
  TOOL_ON(mutex_released, checker_released);
}

#endif
