// With active waiting too, workers that nobody has a use for sleep: those of native threads that
// have ended, those of nested teams, and those in the pool.
//@ env: OMP_WAIT_POLICY=active
//@ skip[libomp]: its idle threads spin for ever
//@ skip[libgomp]: counts on the workers of ended threads, which it does not keep
#include <pthread.h>
#include <unistd.h>

#include "threads.h"

enum { NATIVES = 6 };

static pthread_barrier_t all;

static void *native(void *unused) {
  pthread_barrier_wait(&all);
  int members = 0;
#pragma omp parallel num_threads(3)
#pragma omp atomic
  members++;
  CHECK_INT(members, 3);
  pthread_barrier_wait(&all);
  return unused;
}

/* How many threads, other than the calling one, do not sleep. */
static int awake(void) {
  DIR *tasks = opendir("/proc/self/task");
  int count = 0;
  for (struct dirent *entry; (entry = readdir(tasks)) != NULL;) {
    char path[64], stat[200] = "";
    snprintf(path, sizeof path, "/proc/self/task/%.20s/stat", entry->d_name);
    FILE *file = atoi(entry->d_name) > 0 && atoi(entry->d_name) != (int)getpid() ? fopen(path, "r") : NULL;
    if (file == NULL)
      continue;
    const char *name = fgets(stat, sizeof stat, file) != NULL ? strrchr(stat, ')') : NULL;
    count += name != NULL && name[2] == 'R';
    fclose(file);
  }
  closedir(tasks);
  return count;
}

/* All of them sleep soon, though not at once. */
static void check_asleep(const char *who) {
  int quiet = 0;
  for (int i = 0; i < 400 && quiet < 5; i++) {
    usleep(10000);
    quiet = awake() == 0 ? quiet + 1 : 0;
  }
  CHECK(quiet == 5, "%s: %d of %d threads are awake", who, awake(), threads_now());
}

/* By a thread that ends: its own workers would go on spinning, as they were told to. */
static void *nested(void *unused) {
  int members = 0;
  omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2)
  {
#pragma omp parallel num_threads(3)
#pragma omp atomic
    members++;
  }
  CHECK_INT(members, 6);
  return unused;
}

int main(void) {
  pthread_t threads[NATIVES];
  pthread_barrier_init(&all, NULL, NATIVES);
  for (int i = 0; i < NATIVES; i++)
    pthread_create(&threads[i], NULL, native, NULL);
  for (int i = 0; i < NATIVES; i++)
    pthread_join(threads[i], NULL);
  CHECK(threads_now() > NATIVES, "only %d threads are left", threads_now());
  check_asleep("ended native threads");
  pthread_create(&threads[0], NULL, nested, NULL);
  pthread_join(threads[0], NULL);
  check_asleep("a nested team");
  return check_done();
}
