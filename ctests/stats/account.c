// FERROMP_STATS: what the process did, by place and library, for people or as JSON. Off, nothing is
// written.
//@ skip[libgomp]: FERROMP_STATS is ours
//@ skip[libomp]: FERROMP_STATS is ours
//@ also: STATS=json
//@ also: STATS=file
//@ also: STATS=file.json
//@ also: STATS=0
//@ also: STATS=/nonexistent/folder/file
#include <fcntl.h>
#include <omp.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { REGIONS = 30, SIZE = 3, LONG = 200 };

static void sleep_ms(int ms) { usleep(ms * 1000); }

static void *one_region(void *unused) {
#pragma omp parallel num_threads(SIZE)
  if (omp_get_thread_num() == 0)
    sleep_ms(LONG);
  return unused;
}

// The process that is looked at: many short regions at one place, a long one at another, a barrier,
// a child.
static int worked(void) {
  for (int i = 0; i < REGIONS; i++) {
#pragma omp parallel for num_threads(SIZE) schedule(dynamic)
    for (int k = 0; k < 10; k++)
      ;
  }
  one_region(NULL);
  pthread_t other;
  pthread_create(&other, NULL, one_region, NULL);
  pthread_join(other, NULL);
#pragma omp parallel num_threads(2)
  {
    if (omp_get_thread_num() == 1)
      sleep_ms(LONG);
#pragma omp barrier
  }
  pid_t child = fork();
  if (child == 0)
    _exit(0);
  waitpid(child, NULL, 0);
  return 0;
}

static char text[20000];

static void read_all(int file) {
  int got = 0;
  for (int more = 1; more > 0 && got < (int)sizeof text - 1; got += more)
    more = read(file, text + got, sizeof text - 1 - got);
  text[got] = '\0';
}

// The number behind `key`, looked for from the first line that has `from` on.
static double number(const char *from, const char *key) {
  const char *at = strstr(text, from);
  at = at == NULL ? NULL : strstr(at, key);
  CHECK(at != NULL, "no %s behind %s in: %s", key, from, text);
  return at == NULL ? -1 : atof(at + strlen(key));
}

static void check_text(void) {
  int lines = 0, regions, long_ones = 0, at_barrier = 0, many = 0;
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
    double size, barriers, asleep, time;
    char unit[8], where[1000];
    CHECK(strncmp(line, "ferromp: ", 9) == 0, "%s", line);
    if (sscanf(line, "ferromp: %d %lf %lf %7s %lf%% %lf%% %999[^\n]", &regions, &size, &time, unit, &barriers, &asleep, where) != 7)
      continue;
    CHECK(strstr(where, "account") != NULL, "the place is %s", where);
    CHECK(strstr(where, "worked") != NULL || strstr(where, "one_region") != NULL, "the place is %s", where);
    CHECK(asleep <= barriers + 0.2 && barriers <= 100.1, "%s", line);
    many += regions == REGIONS && size == SIZE;
    // Two of three wait for the one that sleeps.
    long_ones += regions == 2 && size == SIZE && barriers > 50 && barriers < 68;
    at_barrier += regions == 1 && size == 2 && barriers > 40 && barriers < 52;
  }
  CHECK_INT(many, 1);
  CHECK_INT(long_ones, 1);
  CHECK_INT(at_barrier, 1);
  CHECK(lines >= 6, "only %d lines", lines);
}

static void check_json(void) {
  CHECK(text[0] == '{' && text[strlen(text) - 2] == '}' && strchr(text, '\n') == text + strlen(text) - 1, "%s", text);
  // Two threads that open regions of three, and the first one keeps its workers.
  CHECK_INT(number("{", "\"threads_created\":"), 4);
  CHECK_INT(number("{", "\"native_threads\":"), 2);
  CHECK_INT(number("{", "\"forks\":"), 1);
  char place[60];
  snprintf(place, sizeof place, "\"regions\":%d,\"threads\":%d", REGIONS, REGIONS * SIZE);
  CHECK(strstr(text, place) != NULL, "no %s in %s", place, text);
  CHECK(number("one_region", "\"seconds\":") >= 2 * LONG / 1000.0, "%s", text);
}

int main(int argc, char **argv) {
  if (argc > 1)
    return worked();
  const char *kind = getenv("STATS") != NULL ? getenv("STATS") : "1";
  char file[100] = "";
  if (strncmp(kind, "file", 4) == 0) {
    snprintf(file, sizeof file, "/tmp/ferromp-stats-%d%s", (int)getpid(), strchr(kind, '.') != NULL ? ".json" : "");
    kind = file;
  }
  int out[2];
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    setenv("FERROMP_STATS", kind, 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", argv[0], "again", (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  read_all(out[0]);
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0, "wait status 0x%x", status);
  if (file[0] != '\0') {
    CHECK(text[0] == '\0', "%s", text);
    int written = open(file, O_RDONLY);
    CHECK(written >= 0, "no %s", file);
    read_all(written);
    unlink(file);
  }
  if (kind[0] == '0')
    CHECK(text[0] == '\0', "%s", text);
  else if (strstr(kind, "nonexistent") != NULL)
    CHECK(strncmp(text, "ferromp: FERROMP_STATS='/nonexistent", 36) == 0 && strchr(text, '\n')[1] == '\0', "%s", text);
  else if (strstr(kind, "json") != NULL)
    check_json();
  else
    check_text();
  return check_done();
}
