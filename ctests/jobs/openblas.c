// ferromp_openblas_callback: jobs that wait for each other are done at the same time, each with a
// number of its own: alone, by several threads at once, inside regions, under limits, in a forked
// child.
//@ skip[libgomp]: ferromp_openblas_callback is ours
//@ skip[libomp]: ferromp_openblas_callback is ours
//@ also: OMP_THREAD_LIMIT=1
//@ also: FERROMP_THREAD_LIMIT=2
//@ also: OMP_NUM_THREADS=1
//@ also: OMP_DYNAMIC=true
//@ timeout: 30
#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "by_name.h"
#include "check.h"

enum { MOST = 100, NUMBERS = 64, BUFFER = 77 };

typedef void job_function(int, void *, int);

static void (*callback)(int, job_function *, int, size_t, void *, int);

struct call {
  int jobs, arrived, left;
};

struct job {
  struct call *call;
  int done;
  char room[40];
};

static int in_use[MOST];

// As OpenBLAS's jobs do: nobody goes on before all are there.
static void job(int number, void *data, int buffer) {
  struct job *job = data;
  struct call *call = job->call;
  CHECK_INT(buffer, BUFFER);
  int limit = call->jobs > NUMBERS ? call->jobs : NUMBERS;
  CHECK(number >= 0 && number < limit, "number %d", number);
  CHECK_INT(__atomic_fetch_add(&in_use[number], 1, __ATOMIC_SEQ_CST), 0);
  __atomic_add_fetch(&call->arrived, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&call->arrived, __ATOMIC_SEQ_CST) < call->jobs)
    sched_yield();
  job->done++;
  __atomic_sub_fetch(&in_use[number], 1, __ATOMIC_SEQ_CST);
}

static void run(int jobs) {
  struct call call = {.jobs = jobs};
  struct job all[MOST];
  memset(all, 0, sizeof all);
  for (int i = 0; i < jobs; i++)
    all[i].call = &call;
  callback(1, job, jobs, sizeof all[0], all, BUFFER);
  for (int i = 0; i < jobs; i++)
    CHECK_INT(all[i].done, 1);
}

static void *many(void *unused) {
  for (int jobs = 1; jobs < 12; jobs++)
    run(jobs);
  return unused;
}

static void nested(void) {
  int levels = omp_get_max_active_levels(), limit = omp_get_thread_limit();
#pragma omp parallel num_threads(2)
  {
    run(3);
    CHECK_INT(omp_get_max_active_levels(), levels);
    CHECK_INT(omp_get_thread_limit(), limit);
#pragma omp barrier
#pragma omp single
    run(4);
#pragma omp task
    run(2);
  }
}

int main(void) {
  callback = (void (*)(int, job_function *, int, size_t, void *, int))by_name("ferromp_openblas_callback");
  callback(1, job, 0, 1, NULL, BUFFER);
  run(1);
  run(2);
  nested();
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    pthread_create(&threads[i], NULL, many, NULL);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  run(NUMBERS);
  run(MOST);

  // Others run jobs while the process forks.
  pthread_create(&threads[0], NULL, many, NULL);
  pid_t child = fork();
  if (child == 0) {
    memset(in_use, 0, sizeof in_use);
    run(NUMBERS);
    nested();
    _exit(check_done());
  }
  int status;
  waitpid(child, &status, 0);
  CHECK_INT(status, 0);
  pthread_join(threads[0], NULL);
  return check_done();
}
