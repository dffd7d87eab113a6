// __kmpc_taskloop_5 as Clang 20 calls it: the strict modifier, the duplication routine, the flag of
// the last iteration.
//@ skip[gcc]: Clang's call
//@ skip[libomp]: 19 has the call, but not this meaning of the modifier
#include <omp.h>
#include <stdint.h>

#include "by_name.h"

struct task {
  void **shareds;
  int (*entry)(int, struct task *);
  int part;
  void *destroy;
  void *priority;
  uint64_t lower, upper;
  int64_t stride;
  int32_t last;
  void *reductions;
  int own;
};

enum { N = 100, TIED = 1 };

static int first_of[N], count_of[N], last_of[N], tasks, duplicated;

static int entry(int gtid, struct task *task) {
  (void)gtid;
  int number;
#pragma omp atomic capture
  number = tasks++;
  CHECK(task->shareds == NULL || *task->shareds == &tasks, "shareds were not copied");
  CHECK_INT(task->own, 42);
  first_of[number] = (int)task->lower;
  count_of[number] = (int)(task->upper - task->lower + 1);
  last_of[number] = task->last;
  return 0;
}

static void duplicate(struct task *to, struct task *from, int last) {
  CHECK_INT(from->own, 7);
  to->own = 42;
  to->last = last;
  duplicated++;
}

int main(void) {
  FUNCTION(struct task *, __kmpc_omp_task_alloc,
           (void *, int, int, size_t, size_t, int (*)(int, struct task *)));
  FUNCTION(void, __kmpc_taskloop_5,
           (void *, int, struct task *, int, uint64_t *, uint64_t *, int64_t, int, int, uint64_t, int, void *));
  FUNCTION(int, __kmpc_global_thread_num, (void *));
  for (int size = 1; size < N + 10; size += 7)
    for (int n = 0; n <= N; n += 9)
#pragma omp parallel num_threads(3)
#pragma omp single
    {
      int gtid = __kmpc_global_thread_num(NULL);
      struct task *task = __kmpc_omp_task_alloc(NULL, gtid, TIED, sizeof *task, sizeof(void *), entry);
      tasks = duplicated = 0;
      *task->shareds = &tasks;
      task->own = 7;
      task->lower = 0;
      task->upper = (uint64_t)n - 1;
      task->stride = 1;
      __kmpc_taskloop_5(NULL, gtid, task, 1, &task->lower, &task->upper, 1, 0, 1, (uint64_t)size, 1, (void *)duplicate);
      CHECK_INT(tasks, (n + size - 1) / size);
      CHECK_INT(duplicated, tasks);
      for (int i = 0; i < tasks; i++) {
        int left = n - first_of[i], rest = first_of[i] % size;
        CHECK_INT(rest, 0);
        CHECK_INT(count_of[i], left < size ? left : size);
        CHECK_INT(last_of[i] != 0, left <= size);
      }
    }
  return check_done();
}
