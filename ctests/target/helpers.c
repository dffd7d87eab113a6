// What clang compiles `target nowait` to runs beside the team that met it, on hidden helper
// threads, and all that waits for tasks waits for it: so also with the same thread working all the
// time, and outside of regions.
//@ skip[gcc libomp]: has no GOMP_target_ext
//@ skip[libgomp]: GCC 12's lets a writer overtake a reader that does not wait, and hangs at times
//@ env: OMP_CANCELLATION=true
//@ also: LIBOMP_NUM_HIDDEN_HELPER_THREADS=1
//@ also: LIBOMP_NUM_HIDDEN_HELPER_THREADS=16
//@ also: LIBOMP_USE_HIDDEN_HELPER_TASK=0
//@ also: OMP_WAIT_POLICY=passive
//@ also: OMP_WAIT_POLICY=active
#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"
#include "targets.h"

#ifdef __clang__
int __kmpc_global_thread_num(void *);
#define GTID() __kmpc_global_thread_num(0)
#else
#define GTID() 0
#endif

// How many helpers there are.
static int helpers;

static void count_helpers(void) {
#ifdef __clang__
  const char *used = getenv("LIBOMP_USE_HIDDEN_HELPER_TASK"), *number = getenv("LIBOMP_NUM_HIDDEN_HELPER_THREADS");
  helpers = used ? 0 : number ? atoi(number) : 7;
#endif
}

// Spins, and so needs a thread beside the one that sets the flag.
static void set(int *flag) {
  __atomic_store_n(flag, 1, __ATOMIC_RELEASE);
}

// The numbers 1 to helpers + 1 are the helpers', whether they are there or not.
static int is_of_helper(int gtid) {
  return gtid > 1 && gtid <= helpers + 1;
}

static void numbers(void) {
  CHECK_INT(GTID(), 0);
#pragma omp parallel num_threads(3)
  CHECK(!is_of_helper(GTID()), "thread %d has number %d", omp_get_thread_num(), GTID());
  int seen = -1;
#pragma omp target nowait map(from : seen)
  seen = GTID();
#pragma omp taskwait
  CHECK(is_of_helper(seen) == (helpers > 0), "number %d", seen);
}

// The generating thread goes on, whether it is in a region or not.
static void beside(void) {
  if (!helpers)
    return;
  for (int round = 0; round < 100; round++) {
    int go = 0, done = 0;
#pragma omp target nowait map(tofrom : go, done)
    {
      await(&go);
      set(&done);
    }
    CHECK_INT(done, 0);
    set(&go);
#pragma omp taskwait
    CHECK_INT(done, 1);
  }
#pragma omp parallel num_threads(2)
  {
    int go = 0, done = 0;
#pragma omp target nowait map(tofrom : go, done)
    {
      await(&go);
      set(&done);
    }
    set(&go);
    await(&done);
  }
}

// The ends of regions, barriers and taskgroups.
static void waits(void) {
  int done = 0;
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
    {
#pragma omp target nowait map(tofrom : done)
      {
        usleep(500);
#pragma omp atomic
        done++;
      }
#pragma omp barrier
      CHECK_INT(done, threads);
#pragma omp barrier
#pragma omp target nowait map(tofrom : done)
      {
        usleep(500);
#pragma omp atomic
        done++;
      }
    }
    CHECK_INT(done, 2 * threads);
#pragma omp taskgroup
    {
#pragma omp task shared(done)
#pragma omp target nowait map(tofrom : done)
      {
        usleep(500);
#pragma omp atomic
        done++;
      }
    }
    CHECK_INT(done, 2 * threads + 1);
    done = 0;
  }
}

// In both directions, among targets, with `if(0)`, mutual exclusion and final tasks.
static void dependences(void) {
  for (int round = 0; round < 100; round++) {
    int x = 0, plain = 0;
#pragma omp task shared(x) depend(out : x)
    x = 1;
#pragma omp target nowait map(tofrom : x) depend(inout : x)
    x = x * 10 + 2;
#pragma omp target nowait map(tofrom : x) depend(inout : x)
    x = x * 10 + 3;
#pragma omp task shared(x) depend(inout : x)
    x = x * 10 + 4;
#pragma omp target nowait map(tofrom : x) depend(inout : x)
    x = x * 10 + 5;
#pragma omp task shared(x) depend(inout : x) if (0)
    x = x * 10 + 6;
    CHECK_INT(x, 123456);
#pragma omp task shared(x) final(1)
    {
#pragma omp target nowait map(tofrom : x)
      x = 7;
      // libomp defers it.
      CHECK(x == 7 || on_runtime("libomp"), "x is %d", x);
#pragma omp taskwait
    }
#pragma omp taskwait
    for (int i = 0; i < 10; i++) {
#pragma omp task shared(plain) depend(mutexinoutset : plain)
      plain++;
#pragma omp target nowait map(tofrom : plain) depend(mutexinoutset : plain)
      plain++;
    }
#pragma omp taskwait
    CHECK_INT(plain, 20);
  }
}

// By all members: what a helper makes ready lies among tasks that only another member may run.
static void chains(void) {
#pragma omp parallel num_threads(3)
  for (int round = 0; round < 100; round++) {
    int x = 0;
#pragma omp task shared(x) depend(out : x)
    x = 1;
#pragma omp target nowait map(tofrom : x) depend(inout : x)
    x = x * 10 + 2;
#pragma omp task shared(x) depend(inout : x)
    x = x * 10 + 3;
#pragma omp taskwait
    CHECK_INT(x, 123);
  }
}

static void *fulfil(void *event) {
  usleep(1000);
  omp_fulfill_event((omp_event_handle_t)event);
  return 0;
}

static void events(void) {
  int x = 0, seen = 0;
  omp_event_handle_t event = 0;
  pthread_t thread;
#pragma omp task shared(x) detach(event) depend(out : x)
  x = 1;
#pragma omp target nowait map(tofrom : x, seen) depend(in : x)
  seen = x;
  usleep(500);
  CHECK_INT(seen, 0);
  pthread_create(&thread, 0, fulfil, (void *)event);
#pragma omp taskwait
  pthread_join(thread, 0);
  CHECK_INT(seen, 1);
}

// The region is an initial task's, with the control variables of who met it; what it generates is
// done when it is.
static void inside(void) {
  int done = 0;
  omp_set_num_threads(3);
#pragma omp target nowait map(tofrom : done)
  {
    int size = 0;
#ifdef __clang__
    CHECK_INT(omp_get_max_threads(), 3);
#endif
    CHECK_INT(omp_get_num_threads(), 1);
    CHECK_INT(omp_get_thread_num(), 0);
    CHECK_INT(omp_in_parallel(), 0);
#pragma omp parallel num_threads(2)
#pragma omp single
    size = omp_get_num_threads();
    CHECK_INT(size, 2);
    omp_set_num_threads(5);
    CHECK_INT(omp_get_max_threads(), 5);
    for (int i = 0; i < 10; i++) {
#pragma omp task shared(done) depend(inout : done)
#pragma omp task shared(done)
      {
        usleep(50);
#pragma omp atomic
        done++;
      }
    }
  }
#pragma omp taskwait
  CHECK_INT(done, 10);
  CHECK_INT(omp_get_max_threads(), 3);
}

// Reduced variables have copies for the members of the team. (Clang 19 adds to the original
// nevertheless.)
static void reduction(void) {
  int sum = 0;
#pragma omp parallel num_threads(2)
#pragma omp single
#pragma omp taskgroup task_reduction(+ : sum)
  for (int i = 0; i < 100; i++) {
#pragma omp target nowait in_reduction(+ : sum)
#pragma omp atomic
    sum++;
#pragma omp task in_reduction(+ : sum)
    sum += 1;
  }
  CHECK_INT(sum, 200);
}

// More than there is room for; those that wait hold nobody up.
static void many(void) {
  int done = 0;
  for (int i = 0; i < 5000; i++) {
#pragma omp target nowait map(tofrom : done)
#pragma omp atomic
    done++;
  }
#pragma omp taskwait
  CHECK_INT(done, 5000);
}

// Those that have not begun are discarded.
static void cancelled(void) {
  if (!helpers)
    return;
  int go = 0, begun = 0;
#pragma omp taskgroup
  {
    for (int i = 0; i < 100; i++) {
#pragma omp target nowait map(tofrom : go, begun)
      {
#pragma omp atomic
        begun++;
        await(&go);
      }
    }
#pragma omp task
    {
#pragma omp cancel taskgroup
    }
    set(&go);
  }
  CHECK(begun <= helpers, "%d of %d", begun, helpers);
#pragma omp parallel num_threads(2)
  {
#pragma omp target nowait map(tofrom : begun)
#pragma omp atomic
    begun++;
#pragma omp cancel parallel
  }
}

// Native threads share the helpers.
static void *native(void *unused) {
  (void)unused;
  for (int round = 0; round < 50; round++)
    waits();
  return 0;
}

static void natives(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    pthread_create(&threads[i], 0, native, 0);
  for (int i = 0; i < 3; i++)
    pthread_join(threads[i], 0);
}

// One that ends before its task does.
static int left_to_go, left_done;

static void *leaves(void *unused) {
  (void)unused;
#pragma omp target nowait map(tofrom : left_to_go, left_done)
  {
    await(&left_to_go);
    set(&left_done);
  }
  return 0;
}

static void left_behind(void) {
  if (!helpers)
    return;
  pthread_t thread;
  pthread_create(&thread, 0, leaves, 0);
  pthread_join(thread, 0);
  pthread_create(&thread, 0, native, 0);
  set(&left_to_go);
  pthread_join(thread, 0);
  await(&left_done);
}

int main(void) {
  count_helpers();
  numbers();
  beside();
  waits();
  dependences();
  chains();
  events();
  many();
  // libomp's helpers see a team of their own, its sums are wrong, and with several native threads
  // it crashes.
  if (on_runtime("libomp"))
    return check_done();
  inside();
  reduction();
  cancelled();
  natives();
  left_behind();
  return check_done();
}
