// __kmpc_fork_call, _fork_call_if, _serialized_parallel and _push_num_threads by hand, with any
// number of arguments.
//@ skip[gcc]: Clang's ABI
#include <omp.h>
#include <stdint.h>

#include "check.h"

struct ident {
  int32_t reserved, flags, more[2];
  const char *source;
};
static struct ident location = {0, 2, {0, 0}, ";unknown;unknown;0;0;;"};

typedef void microtask(int32_t *global, int32_t *bound, ...);
extern void __kmpc_fork_call(struct ident *, int32_t count, microtask *, ...);
extern void __kmpc_fork_call_if(struct ident *, int32_t count, microtask *, int32_t condition, void *argument);
extern void __kmpc_push_num_threads(struct ident *, int32_t thread, int32_t threads);
extern void __kmpc_serialized_parallel(struct ident *, int32_t thread);
extern void __kmpc_end_serialized_parallel(struct ident *, int32_t thread);
extern int32_t __kmpc_global_thread_num(struct ident *);
extern int32_t __kmpc_bound_thread_num(struct ident *);
extern int32_t __kmpc_global_num_threads(struct ident *);
extern int32_t __kmpc_bound_num_threads(struct ident *);
extern int32_t __kmpc_in_parallel(struct ident *);

static int members;

static void check_identity(int32_t *global, int32_t *bound) {
  CHECK_INT(*bound, omp_get_thread_num());
  CHECK_INT(*global, __kmpc_global_thread_num(&location));
  CHECK_INT(__kmpc_bound_thread_num(&location), omp_get_thread_num());
  CHECK_INT(__kmpc_bound_num_threads(&location), omp_get_num_threads());
  __atomic_add_fetch(&members, 1, __ATOMIC_RELAXED);
}

static void no_argument(int32_t *global, int32_t *bound) { check_identity(global, bound); }

static void three_arguments(int32_t *global, int32_t *bound, int *a, int *b, int *c) {
  check_identity(global, bound);
  CHECK(*a == 1 && *b == 2 && *c == 3, "%d %d %d", *a, *b, *c);
}

#define TEN(X) X##0, X##1, X##2, X##3, X##4, X##5, X##6, X##7, X##8, X##9
#define PARAMETERS(X)                                                                                                  \
  int *X##0, int *X##1, int *X##2, int *X##3, int *X##4, int *X##5, int *X##6, int *X##7, int *X##8, int *X##9

static void thirty_arguments(int32_t *global, int32_t *bound, PARAMETERS(a), PARAMETERS(b), PARAMETERS(c)) {
  int *all[] = {TEN(a), TEN(b), TEN(c)};
  check_identity(global, bound);
  for (int i = 0; i < 30; i++)
    CHECK_INT(*all[i], i);
}

static void run(int threads, int count, microtask *function, int *v) {
  members = 0;
  __kmpc_push_num_threads(&location, __kmpc_global_thread_num(&location), threads);
  if (count == 0)
    __kmpc_fork_call(&location, 0, function);
  else if (count == 3)
    __kmpc_fork_call(&location, 3, function, v + 1, v + 2, v + 3);
  else
    __kmpc_fork_call(&location, 30, function, v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, v + 8, v + 9, v + 10,
                     v + 11, v + 12, v + 13, v + 14, v + 15, v + 16, v + 17, v + 18, v + 19, v + 20, v + 21, v + 22,
                     v + 23, v + 24, v + 25, v + 26, v + 27, v + 28, v + 29);
  CHECK_INT(members, threads);
}

static void conditional(int32_t *global, int32_t *bound, int *wanted) {
  check_identity(global, bound);
  CHECK_INT(omp_get_num_threads(), *wanted);
  CHECK_INT(omp_get_level(), 1);
}

int main(void) {
  int values[30];
  for (int i = 0; i < 30; i++)
    values[i] = i;
  for (int threads = 1; threads <= 5; threads++) {
    run(threads, 0, (microtask *)no_argument, values);
    run(threads, 3, (microtask *)three_arguments, values);
    run(threads, 30, (microtask *)thirty_arguments, values);
  }

  // The pushed number holds for one region.
  omp_set_num_threads(2);
  members = 0;
  __kmpc_fork_call(&location, 0, (microtask *)no_argument);
  CHECK_INT(members, 2);

  int wanted = 2;
  members = 0;
  __kmpc_fork_call_if(&location, 1, (microtask *)conditional, 1, &wanted);
  CHECK_INT(members, 2);
  wanted = 1;
  members = 0;
  __kmpc_fork_call_if(&location, 1, (microtask *)conditional, 0, &wanted);
  CHECK_INT(members, 1);

  int32_t self = __kmpc_global_thread_num(&location);
  for (int depth = 1; depth <= 5; depth++) {
    __kmpc_serialized_parallel(&location, self);
    CHECK_INT(omp_get_level(), depth);
    CHECK_INT(omp_get_num_threads(), 1);
    CHECK_INT(__kmpc_in_parallel(&location), 0);
  }
  for (int depth = 5; depth >= 1; depth--) {
    CHECK_INT(omp_get_level(), depth);
    __kmpc_end_serialized_parallel(&location, self);
  }
  CHECK_INT(omp_get_level(), 0);
  run(4, 3, (microtask *)three_arguments, values);
  CHECK(__kmpc_global_num_threads(&location) >= 1, "%d threads", __kmpc_global_num_threads(&location));
  return check_done();
}
