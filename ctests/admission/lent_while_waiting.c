// A thread whose next region has fewer members than its last one leaves workers to nested regions,
// but waits for admission itself. A nested region that begins meanwhile must not wait for that.
//@ skip[libgomp]: FERROMP_ADMISSION is ours
//@ skip[libomp]: FERROMP_ADMISSION is ours
//@ env: FERROMP_BUDGET=2
//@ env: FERROMP_ADMISSION=gang
//@ env: OMP_MAX_ACTIVE_LEVELS=2
//@ timeout: 60
#include <omp.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

// On a busy machine a thread may wait for a processor for longer than the lender waits for its
// turn: the scene is played until it goes well.
enum { TRIES = 5 };

// Each keeps the others waiting for the 2 ms after which a region does not count any more.
enum { QUEUED = 40 };

static pthread_barrier_t outer_begun, has_workers;
static int asks, done;
static double lender_begins, nested_begins, nested_ends;

static int is_set(int *flag) {
  return __atomic_load_n(flag, __ATOMIC_ACQUIRE);
}

static void set(int *flag) {
  __atomic_store_n(flag, 1, __ATOMIC_RELEASE);
}

static void await(int *flag) {
  while (!is_set(flag))
    usleep(500);
}

static void *borrower(void *unused) {
#pragma omp parallel num_threads(2)
#pragma omp master
  {
    pthread_barrier_wait(&outer_begun);
    await(&asks);
    usleep(5000);
    nested_begins = omp_get_wtime();
#pragma omp parallel num_threads(2)
    CHECK_INT(omp_get_num_threads(), 2);
    nested_ends = omp_get_wtime();
    set(&done);
  }
  return unused;
}

static void *lender(void *unused) {
#pragma omp parallel num_threads(4)
  CHECK_INT(omp_get_num_threads(), 4);
  pthread_barrier_wait(&has_workers);
  usleep(10000);
  set(&asks);
#pragma omp parallel num_threads(2)
#pragma omp master
  lender_begins = omp_get_wtime();
  return unused;
}

static void *queued(void *unused) {
  pthread_barrier_wait(&has_workers);
#pragma omp parallel num_threads(2)
#pragma omp master
  await(&done);
  return unused;
}

static int scene(void) {
  pthread_t threads[QUEUED + 2];
  pthread_barrier_init(&outer_begun, NULL, 2);
  pthread_barrier_init(&has_workers, NULL, QUEUED + 1);
  pthread_create(&threads[QUEUED], NULL, borrower, NULL);
  pthread_barrier_wait(&outer_begun);
  pthread_create(&threads[QUEUED + 1], NULL, lender, NULL);
  for (int i = 0; i < QUEUED; i++)
    pthread_create(&threads[i], NULL, queued, NULL);
  for (int i = 0; i < QUEUED + 2; i++)
    pthread_join(threads[i], NULL);
  // On a busy machine the lender may have got in before.
  if (nested_begins < lender_begins)
    CHECK(nested_ends < lender_begins, "the nested region took %.1f ms, and ended %.1f ms after the other one had begun",
          1e3 * (nested_ends - nested_begins), 1e3 * (nested_ends - lender_begins));
  return check_done();
}

int main(void) {
  int status = 1;
  for (int i = 0; i < TRIES && status != 0; i++) {
    pid_t pid = fork();
    if (pid == 0)
      _exit(scene());
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
      return 1;
  }
  return status != 0;
}
