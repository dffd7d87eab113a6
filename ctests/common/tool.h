/* A tool inside the program: what the OMPT interface declares (OpenMP 5.2, chapter 19), as far as
   the programs use it. GCC has no header for it. A program defines tool_register(), which names its
   callbacks by TOOL_ON. */
#ifndef CTESTS_TOOL_H
#define CTESTS_TOOL_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef union {
  uint64_t value;
  void *ptr;
} ompt_data_t;

typedef struct {
  ompt_data_t exit_frame, enter_frame;
  int exit_frame_flags, enter_frame_flags;
} ompt_frame_t;

typedef void (*tool_function)(void);

typedef struct {
  int (*initialize)(tool_function (*lookup)(const char *name), int host, ompt_data_t *data);
  void (*finalize)(ompt_data_t *data);
  ompt_data_t data;
} ompt_start_tool_result_t;

enum tool_event {
  thread_begin = 1, thread_end, parallel_begin, parallel_end, task_create, task_schedule, implicit_task,
  control_tool = 11, sync_region_wait = 16, mutex_released, dependences, task_dependence, work, masked,
  sync_region = 23, lock_init, lock_destroy, mutex_acquire, mutex_acquired, nest_lock, flush, cancel, reduction,
  dispatch, target_emi, target_submit_emi = 35, error = 37
};

enum { scope_begin = 1, scope_end, scope_beginend };

enum {
  barrier_explicit = 3, barrier_implementation, sync_taskwait, sync_taskgroup, sync_reduction, barrier_workshare,
  barrier_parallel, barrier_teams
};

enum { task_initial = 1, task_implicit = 2, task_explicit = 4, task_undeferred = 0x08000000,
       task_untied = 0x10000000, task_final = 0x20000000 };

enum { status_complete = 1, status_yield, status_cancel, status_detach, status_early_fulfill, status_late_fulfill,
       status_switch, status_taskwait_complete };

static tool_function (*tool_lookup)(const char *name);

static inline int tool_set(enum tool_event event, tool_function call) {
  int (*set)(enum tool_event, tool_function) =
      (int (*)(enum tool_event, tool_function))tool_lookup("ompt_set_callback");
  return set(event, call);
}

#define TOOL_ON(event, function) tool_set(event, (tool_function)(function))

static inline ompt_data_t *tool_thread(void) {
  return ((ompt_data_t * (*)(void)) tool_lookup("ompt_get_thread_data"))();
}

/* The answers about the task `level` steps outside of the current one. */
struct tool_task {
  int found, flags, thread_num;
  ompt_data_t *data, *parallel;
  ompt_frame_t *frame;
};

static inline struct tool_task tool_task(int level) {
  struct tool_task task = {0};
  task.found = ((int (*)(int, int *, ompt_data_t **, ompt_frame_t **, ompt_data_t **, int *))tool_lookup(
      "ompt_get_task_info"))(level, &task.flags, &task.data, &task.frame, &task.parallel, &task.thread_num);
  return task;
}

static inline int tool_state(uint64_t *wait_id) {
  return ((int (*)(uint64_t *))tool_lookup("ompt_get_state"))(wait_id);
}

/* Whether an address is in the program's own code. */
static inline int tool_is_ours(const void *address) {
  extern const char __executable_start[], etext[];
  return (const char *)address > __executable_start && (const char *)address < etext;
}

static void tool_register(void);
static int tool_finalized;

static int tool_initialize(tool_function (*lookup)(const char *name), int host, ompt_data_t *data) {
  (void)host, (void)data;
  tool_lookup = lookup;
  tool_register();
  return 1;
}

static void tool_finalize(ompt_data_t *data) {
  (void)data;
  tool_finalized++;
}

ompt_start_tool_result_t *ompt_start_tool(unsigned version, const char *runtime) {
  static ompt_start_tool_result_t tool = {tool_initialize, tool_finalize, {0}};
  (void)version, (void)runtime;
  return &tool;
}

#endif
