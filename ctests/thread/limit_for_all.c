// A limit that one thread sets holds for all: those that have run regions, those with sizes of
// their own, those to come.
//@ skip[libgomp]: ferromp_set_thread_limit is ours
//@ skip[libomp]: ferromp_set_thread_limit is ours
//@ env: OMP_NUM_THREADS=5
//@ also: OMP_MAX_ACTIVE_LEVELS=3
//@ stderr[ferromp]: ferromp: ferromp_set_thread_limit\(-1\): not a number of threads; nothing changes
#include <limits.h>
#include <omp.h>
#include <pthread.h>

#include "by_name.h"

enum { THREADS = 4 };

static pthread_barrier_t turn;
static int limit;
static void (*set_limit)(int);
static int (*get_limit)(void);

static int least(int a, int b) { return a < b ? a : b; }

// Checks what the calling thread is told, and what it gets by default and by a clause.
static void check_sizes(int own) {
  int wanted = limit == 0 ? own : least(own, limit), members = 0;
  CHECK_INT(omp_get_max_threads(), wanted);
  CHECK_INT(omp_get_thread_limit(), limit == 0 ? INT_MAX : limit);
#pragma omp parallel reduction(+ : members)
  members++;
  CHECK_INT(members, wanted);
  members = 0;
#pragma omp parallel num_threads(7) reduction(+ : members)
  members++;
  CHECK_INT(members, limit == 0 ? 7 : least(7, limit));
}

static void *pool_thread(void *argument) {
  int own = 5;
  if (argument != NULL)
    omp_set_num_threads(own = *(int *)argument);
  for (int round = 0; round < 5; round++) {
    pthread_barrier_wait(&turn);
    check_sizes(own);
    pthread_barrier_wait(&turn);
  }
  return NULL;
}

// With all levels together no thread has more; and each level is told what it gets.
static void check_nested(void) {
  int now = 0, most = 0;
  set_limit(6);
#pragma omp parallel num_threads(2)
  {
    int inner = omp_get_max_threads(), members = 0;
    CHECK_INT(inner, 3);
#pragma omp parallel reduction(+ : members)
    {
      members++;
      int mine = __atomic_add_fetch(&now, 1, __ATOMIC_ACQ_REL);
#pragma omp critical
      most = mine > most ? mine : most;
#pragma omp parallel num_threads(2)
      CHECK_INT(omp_get_num_threads(), 1);
      __atomic_sub_fetch(&now, 1, __ATOMIC_ACQ_REL);
    }
    CHECK_INT(members, omp_get_max_active_levels() > 1 ? inner : 1);
  }
  CHECK(most <= 6, "%d threads at once", most);
  set_limit(0);
}

int main(void) {
  set_limit = (void (*)(int))by_name("ferromp_set_thread_limit");
  get_limit = (int (*)(void))by_name("ferromp_get_thread_limit");
  CHECK_INT(get_limit(), 0);
  pthread_barrier_init(&turn, NULL, THREADS + 1);
  pthread_t threads[THREADS];
  int sizes[THREADS] = {2, 3, 8, 0};
  for (int i = 0; i < THREADS; i++)
    pthread_create(&threads[i], NULL, pool_thread, sizes[i] != 0 ? &sizes[i] : NULL);
  int limits[] = {0, 3, 1, 6, 0};
  for (int round = 0; round < 5; round++) {
    limit = limits[round];
    set_limit(limit);
    set_limit(-1);
    CHECK_INT(get_limit(), limit);
    pthread_barrier_wait(&turn);
    check_sizes(5);
    pthread_barrier_wait(&turn);
  }
  for (int i = 0; i < THREADS; i++)
    pthread_join(threads[i], NULL);
  check_nested();
  return check_done();
}
