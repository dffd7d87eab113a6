// ferromp_get_stats: the account of a process that goes on, in it and in its forked child.
//@ skip[libgomp]: ferromp_get_stats is ours
//@ skip[libomp]: ferromp_get_stats is ours
//@ also: FERROMP_STATS=/dev/null
#include <omp.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "by_name.h"
#include "check.h"

enum { SIZE = 3 };

static size_t (*get_stats)(char *, size_t);
static char text[20000];

// The sum of the numbers behind `key`.
static long sum(const char *key) {
  long sum = 0;
  for (const char *at = text; (at = strstr(at, key)) != NULL;)
    sum += strtol(at += strlen(key), NULL, 10);
  return sum;
}

static void regions(int count) {
  for (int i = 0; i < count; i++) {
#pragma omp parallel num_threads(SIZE)
    CHECK_INT(omp_get_num_threads(), SIZE);
  }
}

static void look(void) {
  size_t length = get_stats(text, sizeof text);
  CHECK(length == strlen(text) && length < sizeof text, "%zu of %zu", length, strlen(text));
  CHECK(text[0] == '{' && text[length - 1] == '}', "%s", text);
  CHECK_INT(sum("\"pid\":"), getpid());
}

int main(void) {
  get_stats = (size_t(*)(char *, size_t))by_name("ferromp_get_stats");
  // Before the first construct, and without room for it all.
  CHECK(get_stats(NULL, 0) > 100, "too short");
  char little[5] = "....";
  CHECK(get_stats(little, 3) > 100, "too short");
  CHECK(memcmp(little, "{\"\0.", 5) == 0, "%s", little);
  look();
  CHECK_INT(sum("\"threads_created\":"), 0);
  CHECK_INT(sum("\"regions\":"), 0);

  regions(7);
  look();
  CHECK_INT(sum("\"regions\":"), 7);
  CHECK_INT(sum("\"threads\":"), 7 * SIZE);
  CHECK_INT(sum("\"threads_created\":"), SIZE - 1);
  CHECK_INT(sum("\"threads_alive\":"), SIZE - 1);
  regions(4);
  look();
  CHECK_INT(sum("\"regions\":"), 11);

  pid_t child = fork();
  if (child == 0) {
    look();
    CHECK_INT(sum("\"regions\":"), 0);
    CHECK_INT(sum("\"threads_alive\":"), 0);
    regions(2);
    look();
    CHECK_INT(sum("\"regions\":"), 2);
    CHECK_INT(sum("\"threads_alive\":"), SIZE - 1);
    _exit(check_done());
  }
  int status;
  waitpid(child, &status, 0);
  CHECK_INT(status, 0);
  look();
  CHECK_INT(sum("\"regions\":"), 11);
  CHECK_INT(sum("\"forks\":"), 1);
  return check_done();
}
