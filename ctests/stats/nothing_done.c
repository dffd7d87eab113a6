// FERROMP_STATS: a process that executes no OpenMP says in a line that it could have; in programs
// that the first one starts only on request, or in a file. Off, nothing is written.
//@ skip[libgomp]: FERROMP_STATS is ours
//@ skip[libomp]: FERROMP_STATS is ours
//@ flags: -D_GNU_SOURCE
#include <fcntl.h>
#include <omp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static char text[20000];

static void read_all(int file) {
  int got = 0;
  for (int more = 1; more > 0 && got < (int)sizeof text - 1; got += more)
    more = read(file, text + got, sizeof text - 1 - got);
  text[got] = '\0';
  close(file);
}

// Runs the program, which does what the words say, and reads what it writes to stderr.
static void run(char *program, const char *stats, const char *first, const char *second) {
  int out[2], status = -1;
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    setenv("FERROMP_STATS", stats, 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", program, first, second, (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  read_all(out[0]);
  waitpid(child, &status, 0);
  CHECK(status == 0, "wait status 0x%x", status);
}

static int lines(const char *with) {
  int count = 0;
  for (const char *at = text; (at = strstr(at, with)) != NULL; at++)
    count++;
  return count;
}

int main(int argc, char **argv) {
  if (argc > 1) {
    if (strcmp(argv[1], "query") == 0)
      CHECK(omp_get_max_threads() > 0, "none");
    // A child that is forked is not asked, one that is started anew is.
    if (strcmp(argv[1], "fork") == 0 && fork() == 0)
      exit(0);
    while (wait(NULL) > 0)
      ;
    if (argc > 2)
      execl("/proc/self/exe", argv[0], argv[2], (char *)NULL);
    if (strcmp(argv[1], "start") == 0 && fork() == 0)
      execl("/proc/self/exe", argv[0], "nothing", (char *)NULL);
    while (wait(NULL) > 0)
      ;
    return check_done();
  }
  static const char SAID[] = "ferromp was loaded, and nothing executed an OpenMP construct\n";
  run(argv[0], "1", "nothing", NULL);
  CHECK(lines(SAID) == 1 && strncmp(text, "ferromp: statistics of ", 23) == 0, "%s", text);
  run(argv[0], "1", "query", NULL);
  CHECK(lines(SAID) == 1, "%s", text);
  run(argv[0], "1", "fork", NULL);
  CHECK(lines(SAID) == 1, "%s", text);
  run(argv[0], "1", "start", NULL);
  CHECK(lines(SAID) == 1, "%s", text);
  run(argv[0], "verbose", "start", NULL);
  CHECK(lines(SAID) == 2, "%s", text);
  run(argv[0], "json", "nothing", NULL);
  CHECK(lines("\"native_threads\":0,") == 1 && lines("\"regions\":[]}\n") == 1 && text[0] == '{', "%s", text);
  run(argv[0], "0", "nothing", NULL);
  CHECK(text[0] == '\0', "%s", text);

  char file[60];
  snprintf(file, sizeof file, "/tmp/ferromp-nothing-done-%d", (int)getpid());
  run(argv[0], file, "start", NULL);
  CHECK(text[0] == '\0', "%s", text);
  read_all(open(file, O_RDONLY));
  unlink(file);
  CHECK(lines(SAID) == 2, "%s", text);
  return check_done();
}
