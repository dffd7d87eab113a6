// FERROMP_STATS: forked children have their accounts however they end, whether the first OpenMP
// call came before the fork or in the child, and a child's child too. Each is written once.
//@ skip[libgomp]: FERROMP_STATS is ours
//@ skip[libomp]: FERROMP_STATS is ours
//@ also: FIRST_CALL=in_the_child
//@ also: VARIABLE=set_by_the_program
#include <omp.h>
#include <signal.h>

#include "account.h"

static void regions(int count) {
  for (int i = 0; i < count; i++)
#pragma omp parallel num_threads(2)
    CHECK_INT(omp_get_num_threads(), 2);
}

static void wait_for(pid_t child) {
  int status;
  CHECK_INT(waitpid(child, &status, 0), child);
}

// Runs regions in a child; it tells its number and how many they were.
static void in_child(const char *how, int count, void (*end)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    regions(count);
    fprintf(stdout, "%s %d %d\n", how, (int)getpid(), count);
    fflush(stdout);
    end();
  }
  wait_for(child);
}

static void with_exit(void) { exit(check_done()); }
static void without_handlers(void) { _exit(check_done()); }
static void by_signal(void) { raise(SIGKILL); }
static void with_a_child(void) {
  in_child("grandchild", 7, without_handlers);
  _exit(check_done());
}

static int family(int after) {
  if (!after)
    regions(1);
  in_child("child", 3, without_handlers);
  in_child("child", 4, without_handlers);
  in_child("itself", 5, with_exit);
  in_child("child", 6, by_signal);
  in_child("child", 2, with_a_child);
  in_child("none", 0, without_handlers);
  if (after)
    regions(1);
  return check_done();
}

static int occurrences(const char *what) {
  int count = 0;
  for (const char *at = account; (at = strstr(at, what)) != NULL; at++)
    count++;
  return count;
}

int main(int argc, char **argv) {
  if (argc > 1 && getenv("VARIABLE") != NULL && getenv("FERROMP_STATS") != NULL) {
    unsetenv("FERROMP_STATS");
    execl("/proc/self/exe", argv[0], argv[1], (char *)NULL);
  }
  if (argc > 1) {
    setenv("FERROMP_STATS", "json", 1);
    return family(getenv("FIRST_CALL") != NULL);
  }

  int out[2];
  CHECK(pipe(out) == 0, "pipe failed");
  int saved = dup(1);
  dup2(out[1], 1);
  close(out[1]);
  read_account(argv[0], "family");
  dup2(saved, 1);
  FILE *told = fdopen(out[0], "r");
  char how[20], text[80];
  int process, count, lines = 0;
  while (fscanf(told, "%19s %d %d", how, &process, &count) == 3) {
    lines++;
    snprintf(text, sizeof text, "\"pid\":%d,", process);
    CHECK(occurrences(text) == (count != 0), "%s %d has %d accounts: %s", how, process, occurrences(text), account);
    char *at = strstr(account, text);
    if (at == NULL)
      continue;
    char *writer = strstr(at, "\"written_by\":"), *number = strstr(at, "\"regions\":[{");
    CHECK((atoi(writer + strlen("\"written_by\":")) == process) == (strcmp(how, "itself") == 0), "%s", at);
    snprintf(text, sizeof text, "\"regions\":%d,\"threads\":%d,", count, 2 * count);
    CHECK(number != NULL && strstr(number, text) < strchr(at, '\n'), "no %s in %s", text, at);
    CHECK(strstr(at, "\"function\":\"regions") < strchr(at, '\n'), "%s", at);
  }
  CHECK_INT(lines, 7);
  // Theirs, and the first process's.
  CHECK_INT(occurrences("\"pid\":"), 7);
  return check_done();
}
