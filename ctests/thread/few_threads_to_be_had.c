// Where the system gives fewer threads than a region asks for, the region has those that there are:
// no crash, one line.
//@ skip[libgomp]: ends the process when a thread cannot be created
//@ skip[libomp]: ends the process when a thread cannot be created
//@ also: FEW=address-space
//@ also: FEW=small-stack
//@ also: FEW=big-stack
//@ timeout: 120
#include <fcntl.h>
#include <omp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { WANTED = 64, LINE = 4096 };

static void limit(int what, rlim_t value) {
  struct rlimit both = {value, value};
  CHECK(setrlimit(what, &both) == 0, "setrlimit failed");
}

static void work(void) {
  for (int round = 0; round < 20; round++) {
    int size = 0, members = 0;
    long sum = 0;
#pragma omp parallel num_threads(WANTED) reduction(+ : members, sum)
    {
      members++;
#pragma omp single
      size = omp_get_num_threads();
#pragma omp for schedule(dynamic)
      for (int i = 0; i < 1000; i++)
        sum += i;
    }
    CHECK(members >= 1 && members <= WANTED, "%d members", members);
    CHECK_INT(size, members);
    CHECK_INT(sum, 499500);
  }
}

// In a process of its own, whose limit is small from its start: glibc reads that of the stack only
// then.
static int limited(const char *kind) {
  if (strcmp(kind, "processes") == 0) {
    // A user of its own, since root has no limit.
    limit(RLIMIT_NPROC, 5);
    if (getuid() == 0)
      CHECK(setuid(59999) == 0, "setuid failed");
  }
  work();
  return check_done();
}

// A region that gets no more threads does not try again each time.
static void check_attempts(pid_t child, int some) {
  char name[60], text[LINE] = "";
  snprintf(name, sizeof name, "/tmp/ferromp-few-%d.json", (int)child);
  FILE *file = fopen(name, "r");
  CHECK(file != NULL && fread(text, 1, LINE - 1, file) > 0, "no account in %s", name);
  if (file != NULL)
    fclose(file);
  unlink(name);
  const char *refused = strstr(text, "\"threads_refused\":");
  int attempts = refused == NULL ? -1 : atoi(refused + 18);
  CHECK(attempts >= some && attempts <= 1 + 10 * some, "%d vain attempts: %s", attempts, text);
}

static int starts_with_warning(const char *text) {
  return strncmp(text, "ferromp: cannot create thread ", 30) == 0;
}

int main(int argc, char **argv) {
  if (argc > 2)
    return limited(argv[2]);
  const char *kind = getenv("FEW") != NULL ? getenv("FEW") : "processes";
  int line[2];
  CHECK(pipe(line) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    if (strcmp(kind, "address-space") == 0)
      limit(RLIMIT_AS, 150 << 20);
    if (strcmp(kind, "small-stack") == 0)
      limit(RLIMIT_STACK, 64 << 10);
    if (strcmp(kind, "big-stack") == 0) {
      limit(RLIMIT_STACK, 1L << 30);
      limit(RLIMIT_AS, 8L << 30);
    }
    char name[60];
    snprintf(name, sizeof name, "/tmp/ferromp-few-%d.json", (int)getpid());
    setenv("FERROMP_STATS", name, 1);
    dup2(line[1], 2);
    execl("/proc/self/exe", argv[0], "again", kind, (char *)NULL);
    _exit(9);
  }
  close(line[1]);
  char text[LINE] = "";
  for (int got = 0, more = 1; more > 0; got += more)
    more = read(line[0], text + got, LINE - 1 - got);
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "wait status 0x%x: %s", status, text);
  check_attempts(child, strcmp(kind, "small-stack") != 0);
  if (strcmp(kind, "small-stack") == 0) {
    CHECK(text[0] == '\0', "it said %s", text);
  } else {
    CHECK(starts_with_warning(text), "it said %s", text);
    char *end = strchr(text, '\n');
    CHECK(end != NULL && end[1] == '\0', "more than one line: %s", text);
  }
  return check_done();
}
