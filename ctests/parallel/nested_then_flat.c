// A flat region that follows nested ones takes the threads that these had, and the next nested ones
// take them back: there are never more threads than the largest of the regions needs.
//@ env: OMP_MAX_ACTIVE_LEVELS=2
#include <dirent.h>
#include <omp.h>

#include "check.h"

static int threads_now(void) {
  DIR *tasks = opendir("/proc/self/task");
  int count = 0;
  for (struct dirent *entry; tasks != NULL && (entry = readdir(tasks)) != NULL;)
    count += entry->d_name[0] != '.';
  closedir(tasks);
  return count;
}

static void nested(int outer, int inner) {
  int members = 0;
#pragma omp parallel num_threads(outer)
#pragma omp parallel num_threads(inner)
  __atomic_add_fetch(&members, 1, __ATOMIC_RELAXED);
  CHECK_INT(members, outer * inner);
}

static void flat(int size) {
  int members = 0;
#pragma omp parallel num_threads(size)
  __atomic_add_fetch(&members, 1, __ATOMIC_RELAXED);
  CHECK_INT(members, size);
}

int main(void) {
  for (int i = 0; i < 200; i++) {
    nested(3, 3);
    flat(9);
    flat(4);
    nested(2, 4);
  }
  if (strcmp(getenv("CTESTS_RUNTIME"), "ferromp") == 0)
    CHECK_INT(threads_now(), 9);
  return check_done();
}
