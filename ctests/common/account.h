/* The account that a run of the program itself, as a child with FERROMP_STATS=json and one word as
   its argument, writes at its end. */
#ifndef CTESTS_ACCOUNT_H
#define CTESTS_ACCOUNT_H

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static char account[20000];

static inline void read_account(const char *program, const char *word) {
  int out[2];
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    setenv("FERROMP_STATS", "json", 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", program, word, (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  int got = 0;
  for (int more = 1; more > 0 && got < (int)sizeof account - 1; got += more)
    more = read(out[0], account + got, sizeof account - 1 - got);
  account[got] = 0;
  close(out[0]);
  int status;
  waitpid(child, &status, 0);
  CHECK_INT(status, 0);
}

/* How many regions of `function` were admitted as a gang. */
static inline int gangs_of(const char *function) {
  char *at = strstr(account, function);
  char *number = at == NULL ? NULL : strstr(at, "\"gangs\":");
  CHECK(number != NULL, "nothing of %s in: %s", function, account);
  return number == NULL ? -1 : atoi(number + strlen("\"gangs\":"));
}

#endif
