// No value of a variable stops a program, and each that makes no sense gets one line, also if many
// threads make the first OpenMP call at once. The program runs itself again with each value.
//@ skip[libomp]: assertion failures and garbage for several of these values
//@ timeout: 300
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

extern char **environ;

static const char *const VARIABLES[] = {
    "OMP_NUM_THREADS",   "OMP_DYNAMIC",          "OMP_NESTED",       "OMP_MAX_ACTIVE_LEVELS",  "OMP_THREAD_LIMIT",
    "OMP_SCHEDULE",      "OMP_STACKSIZE",        "OMP_WAIT_POLICY",  "OMP_PROC_BIND",          "OMP_PLACES",
    "OMP_CANCELLATION",  "OMP_MAX_TASK_PRIORITY", "OMP_NUM_TEAMS",   "OMP_TEAMS_THREAD_LIMIT", "OMP_DEFAULT_DEVICE",
    "OMP_ALLOCATOR",     "OMP_DISPLAY_ENV",      "GOMP_CPU_AFFINITY", "GOMP_SPINCOUNT",        "GOMP_STACKSIZE",
    "OMP_TARGET_OFFLOAD"};

static const char *const OURS[] = {"KMP_BLOCKTIME", "KMP_LIBRARY",    "KMP_STACKSIZE",     "KMP_DEVICE_THREAD_LIMIT",
                                   "KMP_SETTINGS",  "FERROMP_BUDGET", "FERROMP_ADMISSION", "FERROMP_THREAD_LIMIT",
                                   "FERROMP_IDLE_LIMIT",
                                   "LIBOMP_NUM_HIDDEN_HELPER_THREADS", "LIBOMP_USE_HIDDEN_HELPER_TASK",
                                   "KMP_HIDDEN_HELPER_AFFINITY", "FERROMP_PROCESSORS"};

static const char *const VALUES[] = {"", " ", "abc", "-1x", "\xff\xfe", "{", "%s%n", "4,,", "=\n", "1e400"};

static void *first_call(void *ready) {
  pthread_barrier_wait(ready);
  int threads = 0;
#pragma omp parallel num_threads(2) reduction(+ : threads)
  threads++;
  CHECK(threads >= 1 && threads <= 2, "%d threads", threads);
  return NULL;
}

static int many_first_calls(void) {
  enum { CALLERS = 4 };
  pthread_t callers[CALLERS];
  pthread_barrier_t ready;
  pthread_barrier_init(&ready, NULL, CALLERS);
  for (int i = 0; i < CALLERS; i++)
    pthread_create(&callers[i], NULL, first_call, &ready);
  for (int i = 0; i < CALLERS; i++)
    pthread_join(callers[i], NULL);
  return check_done();
}

// Runs this program with one more variable, and returns the lines it wrote to stderr; -1 if it did
// not end well.
static int lines_with(char *program, const char *variable, const char *value, char *text, size_t size) {
  int ends[2];
  if (pipe(ends) != 0)
    return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  setenv(variable, value, 1);
  char *arguments[] = {program, "child", NULL};
  pid_t child;
  int error = posix_spawn(&child, program, &actions, NULL, arguments, environ);
  unsetenv(variable);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  size_t length = 0;
  ssize_t got = 0;
  while (error == 0 && length < size - 1 && (got = read(ends[0], text + length, size - 1 - length)) > 0)
    length += got;
  text[length] = '\0';
  close(ends[0]);
  int status = -1, lines = 0;
  if (error != 0 || waitpid(child, &status, 0) != child || status != 0)
    return -1;
  for (size_t i = 0; i < length; i++)
    lines += text[i] == '\n';
  return lines;
}

static void check(char *program, const char *variable, const char *value, int ferromp) {
  char text[65536];
  int lines = lines_with(program, variable, value, text, sizeof text);
  CHECK(lines >= 0, "%s='%s' stops the program: %s", variable, value, text);
  if (!ferromp)
    return;
  // That one begins as libomp's does.
  const char *start = strcmp(variable, "OMP_ALLOCATOR") == 0 ? "OMP: Warning #" : "ferromp: ";
  CHECK(lines == 1 && strstr(text, start) == text && strstr(text, variable) && strstr(text, "; using "),
        "%s='%s' gets %d lines: %s", variable, value, lines, text);
}

int main(int count, char **arguments) {
  if (count > 1)
    return many_first_calls();
  int ferromp = on_runtime("ferromp");
  for (size_t value = 0; value < sizeof VALUES / sizeof *VALUES; value++) {
    for (size_t i = 0; i < sizeof VARIABLES / sizeof *VARIABLES; i++)
      check(arguments[0], VARIABLES[i], VALUES[value], ferromp);
    for (size_t i = 0; ferromp && i < sizeof OURS / sizeof *OURS; i++)
      check(arguments[0], OURS[i], VALUES[value], 1);
  }
  return check_done();
}
