/* How many threads the process has, by the kernel's count, and regions that want many. */
#ifndef CTESTS_THREADS_H
#define CTESTS_THREADS_H

#include <dirent.h>
#include <omp.h>

#include "check.h"

static inline int threads_now(void) {
  DIR *tasks = opendir("/proc/self/task");
  int count = 0;
  CHECK(tasks != NULL, "/proc/self/task cannot be read");
  if (tasks == NULL)
    return -1;
  for (struct dirent *entry; (entry = readdir(tasks)) != NULL;)
    count += entry->d_name[0] != '.';
  closedir(tasks);
  return count;
}

/* A region of two threads, each of which opens another one, and so on, to this many levels. */
static inline void nested_regions(int levels) {
  int members = 0;
#pragma omp parallel num_threads(2) reduction(+ : members)
  {
    members++;
    if (levels > 1)
      nested_regions(levels - 1);
  }
  CHECK_INT(members, 2);
}

#endif
