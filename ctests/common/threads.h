/* How many threads the process has, by the kernel's count. */
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

#endif
