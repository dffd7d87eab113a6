/* For stress programs: a process that watches the progress of another, and shows the stacks of it
   and of all its descendants when there is none. The harness has a time limit of its own; this
   serves the long runs by hand. */
#ifndef CTESTS_WATCHDOG_H
#define CTESTS_WATCHDOG_H

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WATCHDOG_PATIENCE = 40 /* seconds without progress */, WATCHDOG_PROCESSES = 4096 };

static inline pid_t watchdog_parent_of(pid_t pid) {
  char path[40], line[400];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  FILE *file = fopen(path, "r");
  int parent = -1;
  if (file != NULL) {
    const char *end = fgets(line, sizeof line, file) != NULL ? strrchr(line, ')') : NULL;
    if (end == NULL || sscanf(end + 1, " %*c %d", &parent) != 1)
      parent = -1;
    fclose(file);
  }
  return parent;
}

/* `root` and all that descends from it; returns how many. */
static inline int watchdog_family(pid_t root, pid_t *family) {
  int count = 0, before = -1;
  family[count++] = root;
  while (before != count) {
    before = count;
    DIR *processes = opendir("/proc");
    for (struct dirent *entry; processes != NULL && (entry = readdir(processes)) != NULL;) {
      pid_t pid = atoi(entry->d_name), parent = pid > 0 ? watchdog_parent_of(pid) : -1;
      int known = 0, related = 0;
      for (int i = 0; i < count; i++) {
        known |= family[i] == pid;
        related |= family[i] == parent;
      }
      if (pid > 0 && related && !known && count < WATCHDOG_PROCESSES)
        family[count++] = pid;
    }
    closedir(processes);
  }
  return count;
}

static inline int watchdog_bark(pid_t root) {
  static pid_t family[WATCHDOG_PROCESSES];
  int count = watchdog_family(root, family);
  fprintf(stderr, "no progress for %d s; %d processes\n", WATCHDOG_PATIENCE, count);
  for (int i = 0; i < count && i < 20; i++) {
    char command[200];
    snprintf(command, sizeof command, "timeout 30 gdb -nx -p %d -batch -ex 'thread apply all bt' 1>&2", (int)family[i]);
    fprintf(stderr, "process %d\n", (int)family[i]);
    if (system(command) != 0)
      fprintf(stderr, "gdb failed\n");
  }
  for (int i = 0; i < count; i++)
    kill(family[i], SIGKILL);
  return 1;
}

/* Runs `storm` in a process of its own, which counts its steps in `*progress`; returns the exit
   status for main. */
static inline int watched(int (*storm)(volatile long *progress)) {
  volatile long *progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    exit(storm(progress));
  }
  long last = -1;
  time_t since = time(NULL);
  for (;;) {
    int status;
    if (waitpid(pid, &status, WNOHANG) == pid) {
      if (WIFSIGNALED(status))
        fprintf(stderr, "killed by signal %d after %ld steps\n", WTERMSIG(status), *progress);
      return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    }
    if (*progress != last) {
      last = *progress;
      since = time(NULL);
    } else if (time(NULL) - since > WATCHDOG_PATIENCE) {
      return watchdog_bark(pid);
    }
    usleep(20000);
  }
}

#endif
