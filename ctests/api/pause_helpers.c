// Pausing ends hidden helper threads that have no work (code by clang: `target nowait`), with the
// workers of their regions; with work they stay. Later target tasks find new ones.
//@ skip[gcc]: only clang's code has hidden helpers
//@ skip[libomp]: a hard pause waits for ever for a helper at work, and ends the next target task with a failed assertion
//@ stderr: ferromp: cannot create a helper thread: .*; going on with fewer
//@ also: LIBOMP_NUM_HIDDEN_HELPER_THREADS=1
//@ also: KMP_HIDDEN_HELPER_AFFINITY=granularity=fine,explicit,proclist=[0]
#include <omp.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "targets.h"
#include "threads.h"

static void check_alone(void) {
  CHECK_INT(threads_now(), 1);
}

static void regions_of_helpers(void) {
  int members = 0;
#pragma omp target nowait map(tofrom : members)
#pragma omp parallel num_threads(3)
#pragma omp atomic
  members++;
#pragma omp taskwait
  CHECK_INT(members, 3);
}

static void with_work(void) {
  int go = 0, done = 0;
#pragma omp target nowait map(tofrom : go, done)
  {
    await(&go);
    done = 1;
  }
  CHECK_INT(omp_pause_resource_all(omp_pause_hard), 0);
  CHECK_INT(done, 0);
  __atomic_store_n(&go, 1, __ATOMIC_RELEASE);
#pragma omp taskwait
  CHECK_INT(done, 1);
}

/* By a helper, in its task. */
static void inside(void) {
  int result = -1;
#pragma omp target nowait map(tofrom : result)
  result = omp_pause_resource_all(omp_pause_soft);
#pragma omp taskwait
  CHECK_INT(result, 0);
}

static int stop;

static void *pauses(void *unused) {
  (void)unused;
  /* A thread that has not used OpenMP has nothing to pause. */
  omp_set_num_threads(2);
  while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
    omp_pause_resource_all(omp_pause_soft);
  return 0;
}

/* Two target tasks behind an ordinary one: the helper that ends the first releases the second. */
static void chain(void) {
  int x = 0;
  omp_event_handle_t event = 0;
#pragma omp task shared(x) depend(out : x) detach(event)
  x = 1;
#pragma omp target nowait map(tofrom : x) depend(inout : x)
  x += 2;
#pragma omp target nowait map(tofrom : x) depend(inout : x)
  x *= 5;
  omp_fulfill_event(event);
#pragma omp taskwait
  CHECK_INT(x, 15);
}

/* While another thread submits. */
static void storm(void) {
  pthread_t thread;
  stop = 0;
  pthread_create(&thread, 0, pauses, 0);
  for (int round = 0; round < 500; round++) {
    check_targets(round % 7);
    chain();
  }
  __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
  pthread_join(thread, 0);
  /* It is listed a moment longer, and so may helpers be that it has told to leave. */
  for (int i = 0; i < 500 && threads_now() > 1; i++) {
    omp_pause_resource_all(omp_pause_soft);
    usleep(1000);
  }
}

/* The system gives no threads any more: the tasks are the team's then. In a child, since the limit
   stays. */
static void none_to_be_had(void) {
  pid_t pid = fork();
  if (pid == 0) {
    check_targets(20);
    omp_pause_resource_all(omp_pause_hard);
    check_alone();
    struct rlimit both = {1, 1};
    CHECK(setrlimit(RLIMIT_NPROC, &both) == 0, "setrlimit failed");
    // A user of its own, since root has no limit.
    if (getuid() == 0)
      CHECK(setuid(59998) == 0, "setuid failed");
    check_targets(20);
    CHECK_INT(threads_now(), 1);
    check_targets(20);
    child_exit();
  }
  child_ended_well(pid);
}

int main(void) {
  for (int round = 0; round < 20; round++) {
    check_targets(20);
    CHECK(threads_now() > 1, "no helper");
    if (round & 1)
      CHECK_INT(omp_pause_resource_all(omp_pause_hard), 0);
    else
      CHECK_INT(omp_pause_resource(omp_pause_soft, omp_get_initial_device()), 0);
    check_alone();
  }
  regions_of_helpers();
  omp_pause_resource_all(omp_pause_hard);
  check_alone();
  with_work();
  inside();
  storm();
  omp_pause_resource_all(omp_pause_hard);
  check_alone();
  pid_t pid = fork();
  if (pid == 0) {
    check_targets(20);
    child_exit();
  }
  child_ended_well(pid);
  check_targets(20);
  none_to_be_had();
  return check_done();
}
