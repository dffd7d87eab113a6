// Dependence kinds that gcc 12 cannot write, passed as newer GCCs pass them: omp_all_memory (GCC
// 13) is an `out` at address 0, inoutset is kind 5 in an omp_depend_t; and `taskwait depend nowait`
// (GCC 13).
//@ skip[clang]: the arrays are GCC's
//@ skip[libgomp]: 12 does not know them either
//@ skip[libomp]: does not know them as GCC passes them
#include <omp.h>
#include <stdbool.h>
#include <unistd.h>

#include "by_name.h"

enum { DEPEND = 8, INOUTSET = 5 };

struct object {
  void *address;
  void *kind;
};

static int x, y, before, inside, together, after;

static void write_x(void *data) {
  (void)data;
  usleep(500);
  x++;
  y++;
}

static void after_all(void *data) {
  int expected = *(int *)data;
  CHECK_INT(x, expected);
  CHECK_INT(y, expected);
  usleep(500);
  __atomic_fetch_add(&before, 1, __ATOMIC_SEQ_CST);
}

static void read_x(void *data) {
  int expected = *(int *)data;
  CHECK_INT(__atomic_load_n(&before, __ATOMIC_SEQ_CST), expected);
}

static void in_set(void *data) {
  (void)data;
  __atomic_fetch_add(&inside, 1, __ATOMIC_SEQ_CST);
  /* The two of a set meet. */
  while (__atomic_load_n(&inside, __ATOMIC_SEQ_CST) < 2)
    usleep(10);
  __atomic_fetch_add(&together, 1, __ATOMIC_SEQ_CST);
}

static void behind_set(void *data) {
  (void)data;
  CHECK_INT(__atomic_load_n(&together, __ATOMIC_SEQ_CST), 2);
  after++;
}

typedef void task_function(void (*)(void *), void *, void (*)(void *, void *), long, long, bool, unsigned, void **, int,
                           void *);

static task_function *GOMP_task;

static void task(void (*body)(void *), int data, void **dependences) {
  GOMP_task(body, &data, NULL, sizeof data, _Alignof(int), true, DEPEND, dependences, 0, NULL);
}

/* Two addresses; 0 is none. */
static void with(void (*body)(void *), int data, void *out, void *in) {
  void *array[7] = {NULL, (void *)2L, (void *)1L, NULL, (void *)1L, out, in};
  if (out == NULL) {
    array[1] = (void *)1L;
    array[2] = NULL;
    array[5] = in;
  } else if (in == NULL) {
    array[1] = (void *)1L;
    array[4] = NULL;
  }
  task(body, data, array);
}

static void all_memory(void (*body)(void *), int data) {
  void *array[6] = {NULL, (void *)1L, (void *)1L, NULL, NULL, NULL};
  task(body, data, array);
}

static void set_member(void (*body)(void *), void *address) {
  struct object object = {address, (void *)INOUTSET};
  void *array[6] = {NULL, (void *)1L, NULL, NULL, NULL, &object};
  task(body, 0, array);
}

int main(void) {
  GOMP_task = (task_function *)by_name("GOMP_task");
  FUNCTION(void, GOMP_taskwait_depend_nowait, (void **));
#pragma omp parallel num_threads(3)
#pragma omp single
  for (int round = 1; round <= 50; round++) {
    with(write_x, 0, &x, NULL);
    all_memory(after_all, round);
    with(read_x, round, NULL, &y);
    with(read_x, round, NULL, &x);
    all_memory(read_x, round);
    inside = together = after = 0;
#pragma omp taskwait
    set_member(in_set, &x);
    set_member(in_set, &x);
    void *in_x[6] = {NULL, (void *)1L, NULL, NULL, (void *)1L, &x};
    GOMP_taskwait_depend_nowait(in_x);
    with(behind_set, 0, &x, NULL);
    with(behind_set, 0, &x, NULL);
#pragma omp taskwait
    CHECK_INT(after, 2);
  }
  CHECK_INT(x, 50);
  return check_done();
}
