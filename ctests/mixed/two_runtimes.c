// A region that another runtime runs in code that calls ferromp: each thread is number 0 there, and
// ferromp says so once. It says nothing of what does no harm: regions of ours inside of theirs,
// threads that no runtime has started, calls by way of another library.
//@ skip[libgomp]: the message is ours
//@ skip[libomp]: the message is ours
//@ flags: -D_GNU_SOURCE -ldl
#include <dlfcn.h>
#include <omp.h>
#include <pthread.h>

#include "account.h"

enum { SIZE = 4 };

static volatile int sink;

static void number(void *unused) {
  (void)unused;
  sink = omp_get_thread_num();
}
static void size(void *unused) {
  (void)unused;
  sink = omp_get_num_threads();
}
static void barrier(void *unused) {
  (void)unused;
#pragma omp barrier
  // Else it would be a jump, of which the stack has nothing.
  sink = 1;
}
static void single(void *unused) {
  (void)unused;
#pragma omp single nowait
  sink = 1;
}
static void dynamic_loop(void *unused) {
  (void)unused;
#pragma omp for schedule(dynamic) nowait
  for (int i = 0; i < 4; i++)
    sink = i;
}
static void static_loop(void *unused) {
  (void)unused;
#pragma omp for schedule(static) nowait
  for (int i = 0; i < 4; i++)
    sink = i;
}
static void again(void *unused) {
  number(unused);
  barrier(unused);
  dynamic_loop(unused);
}

static void ours(void *unused) {
  (void)unused;
#pragma omp parallel num_threads(2)
  {
    sink = omp_get_thread_num();
#pragma omp barrier
  }
}
static int compare(const void *a, const void *b) {
  sink = omp_get_thread_num();
  return *(const int *)a - *(const int *)b;
}
static void by_another_library(void *unused) {
  (void)unused;
  int values[] = {3, 1, 2};
  qsort(values, 3, sizeof *values, compare);
}
static void limit(void *unused) {
  (void)unused;
  sink = omp_get_max_threads() + omp_in_parallel() + omp_get_wtick() > 1;
}

static const struct {
  const char *name;
  void (*run)(void *);
  int said;
} CASES[] = {{"number", number, 1},       {"size", size, 1},
             {"barrier", barrier, 1},     {"single", single, 1},
             {"dynamic", dynamic_loop, 1}, {"static", static_loop, 1},
             {"again", again, 1},         {"ours", ours, 0},
             {"library", by_another_library, 0}, {"limit", limit, 0}};

enum { COUNT = sizeof CASES / sizeof *CASES };

static void *native(void *run) {
  ((void (*)(void *))run)(NULL);
  return NULL;
}

// Runs one of them in regions of another libgomp, or in threads of its own.
static int run(void (*what)(void *), const char *how) {
  void *other = dlopen(getenv("CTESTS_PEER"), RTLD_NOW | RTLD_LOCAL);
  CHECK(other != NULL, "%s", dlerror());
  void (*parallel)(void (*)(void *), void *, unsigned, unsigned) = NULL;
  if (other != NULL)
    *(void **)&parallel = dlsym(other, "GOMP_parallel");
  CHECK(parallel != NULL, "no GOMP_parallel");
  for (int i = 0; i < 3 && parallel != NULL; i++) {
    if (strcmp(how, "regions") == 0) {
      parallel(what, NULL, SIZE, 0);
      continue;
    }
    pthread_t threads[SIZE];
    for (int k = 0; k < SIZE; k++)
      pthread_create(&threads[k], NULL, native, (void *)what);
    for (int k = 0; k < SIZE; k++)
      pthread_join(threads[k], NULL);
  }
  return check_done();
}

// Runs this program; returns what it writes to stderr.
static const char *said(char *program, int which, const char *how, const char *variable, const char *value) {
  static char text[20000];
  int out[2], got = 0, status = -1;
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    char number[9];
    sprintf(number, "%d", which);
    setenv(variable, value, 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", program, number, how, (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  for (int more = 1; more > 0 && got < (int)sizeof text - 1; got += more)
    more = read(out[0], text + got, sizeof text - 1 - got);
  text[got] = '\0';
  close(out[0]);
  waitpid(child, &status, 0);
  CHECK(status == 0, "%s, %s: wait status 0x%x: %s", CASES[which].name, how, status, text);
  return text;
}

int main(int argc, char **argv) {
  if (argc > 2)
    return run(CASES[atoi(argv[1])].run, argv[2]);
  for (int which = 0; which < COUNT; which++) {
    const char *text = said(argv[0], which, "regions", "NOTHING", "");
    if (CASES[which].said)
      CHECK(strncmp(text, "ferromp: /", 10) == 0 && strstr(text, "calls two OpenMP runtimes: /") != NULL &&
                strchr(text, '\n') == text + strlen(text) - 1,
            "%s says: %s", CASES[which].name, text);
    else
      CHECK(text[0] == '\0', "%s says: %s", CASES[which].name, text);
    text = said(argv[0], which, "threads", "NOTHING", "");
    CHECK(text[0] == '\0', "%s in threads says: %s", CASES[which].name, text);
  }
  CHECK(said(argv[0], 0, "regions", "FERROMP_WARNINGS", "0")[0] == '\0', "it is said though it must not be");
  CHECK(said(argv[0], 0, "regions", "KMP_WARNINGS", "0")[0] == '\0', "it is said though it must not be");

  const char *text = said(argv[0], 2, "regions", "FERROMP_STATS", "json");
  char named[400];
  snprintf(named, sizeof named, "\"other_runtimes\":[\"%s\"],\"regions_divided\":true", getenv("CTESTS_PEER"));
  CHECK(strstr(text, named) != NULL, "no %s in %s", named, text);
  text = said(argv[0], 7, "regions", "FERROMP_STATS", "json");
  snprintf(named, sizeof named, "\"other_runtimes\":[\"%s\"],\"regions_divided\":false", getenv("CTESTS_PEER"));
  CHECK(strstr(text, named) != NULL, "no %s in %s", named, text);
  return check_done();
}
