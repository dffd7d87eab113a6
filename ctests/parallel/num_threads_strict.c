// num_threads(strict: n): a region with fewer threads, for whatever reason, ends the program with
// the message of the clause, or says it and goes on if that is a warning. It is of no concern to
// later regions. The calls are those of newer compilers of the LLVM family.
//@ skip[gcc]: Clang's ABI
//@ skip[libomp]: knows no other reason than the thread limit
#include <omp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { WARNING = 1, FATAL = 2 };

extern int __kmpc_global_thread_num(void *);
extern void __kmpc_push_num_threads(void *, int, int);
extern void __kmpc_pop_num_threads(void *, int);
extern void __kmpc_push_num_threads_strict(void *, int, int, int, const char *);
extern void __kmpc_push_num_threads_list_strict(void *, int, unsigned, const int *, int, const char *);
extern void __kmpc_serialized_parallel(void *, int);
extern void __kmpc_end_serialized_parallel(void *, int);
extern void __kmpc_fork_call_if(void *, int, void (*)(int *, int *, int *), int, void *);

static int severity;

static void push(int threads) {
  __kmpc_push_num_threads_strict(NULL, __kmpc_global_thread_num(NULL), threads, severity, "TOO FEW");
}

static void push_list(int first, int second) {
  int list[] = {first, second};
  __kmpc_push_num_threads_list_strict(NULL, __kmpc_global_thread_num(NULL), 2, list, severity, "TOO FEW");
}

static void serialised(void) {
  __kmpc_serialized_parallel(NULL, __kmpc_global_thread_num(NULL));
  __kmpc_end_serialized_parallel(NULL, __kmpc_global_thread_num(NULL));
}

static void microtask(int *gtid, int *tid, int *members) {
  (void)gtid, (void)tid;
  __atomic_add_fetch(members, 1, __ATOMIC_RELAXED);
}

static int fork_if(int condition) {
  int members = 0;
  __kmpc_fork_call_if(NULL, 1, microtask, condition, &members);
  return members;
}

static int members(void) {
  int count = 0;
#pragma omp parallel reduction(+ : count)
  count++;
  return count;
}

static void enough(void) {
  push(3);
  CHECK_INT(members(), 3);
  push(1);
  serialised();
  push(3);
  CHECK_INT(fork_if(1), 3);
  omp_set_dynamic(1);
  push(40);
  CHECK_INT(members(), 40);
}

static void level_limit(void) {
#pragma omp parallel num_threads(2)
  if (omp_get_thread_num() == 1) {
    push(2);
    CHECK_INT(members(), 1);
  }
}

static void no_levels(void) {
  omp_set_max_active_levels(0);
  push(2);
  CHECK_INT(members(), 1);
}

static void false_if(void) {
  push(2);
  serialised();
}

static void false_if_of_flang(void) {
  push(2);
  CHECK_INT(fork_if(0), 1);
}

static void thread_limit(void) {
  push(7);
  CHECK_INT(members(), 6);
}

// One thread of the team waits, so the other may have five of six.
static void inner_level(void) {
  omp_set_max_active_levels(2);
  push_list(2, 6);
#pragma omp parallel
  {
    CHECK_INT(omp_get_num_threads(), 2);
#pragma omp master
    CHECK_INT(members(), 5);
  }
}

static void inner_false_if(void) {
  omp_set_max_active_levels(2);
  push_list(2, 3);
#pragma omp parallel
#pragma omp master
  serialised();
}

static void inner_level_limit(void) {
  push_list(2, 3);
#pragma omp parallel
#pragma omp master
  CHECK_INT(members(), 1);
}

static void serial_library(void) {
  extern void kmp_set_library_serial(void);
  kmp_set_library_serial();
  push(2);
  CHECK_INT(members(), 1);
}

// A clause is over with its region, and one that is pushed later takes its place before that.
static void over(void) {
  omp_set_max_active_levels(2);
  push_list(2, 3);
#pragma omp parallel
  {
#pragma omp critical
    CHECK_INT(members(), 3);
    // Behind the end of the list.
#pragma omp parallel num_threads(1)
#pragma omp critical
    CHECK(members() >= 1, "no member");
#pragma omp parallel num_threads(2)
    serialised();
#pragma omp critical
    {
#pragma omp parallel num_threads(5)
      CHECK(omp_get_num_threads() < 6, "more threads than the limit allows");
      omp_set_num_threads(5);
      CHECK(members() < 6, "more threads than the limit allows");
    }
  }
  push(20);
  __kmpc_pop_num_threads(NULL, 0);
  serialised();
  push_list(20, 30);
  __kmpc_push_num_threads(NULL, 0, 2);
  serialised();
  omp_set_max_active_levels(0);
  CHECK_INT(members(), 1);
  push(0);
  CHECK_INT(members(), 1);
}

static const struct {
  const char *name;
  void (*run)(void);
  int said;
} CASES[] = {{"enough", enough, 0},
             {"level limit", level_limit, 1},
             {"no levels", no_levels, 1},
             {"false if", false_if, 1},
             {"false if of Flang's", false_if_of_flang, 1},
             {"thread limit", thread_limit, 1},
             {"inner level", inner_level, 1},
             {"false if inside", inner_false_if, 1},
             {"level limit inside", inner_level_limit, 1},
             {"serial library", serial_library, 1},
             {"over", over, 0}};

enum { CASE_COUNT = sizeof CASES / sizeof *CASES };

// Runs one in a process of its own.
static void check(int which, int as, char *program) {
  int out[2];
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    char arguments[2][9];
    sprintf(arguments[0], "%d", which);
    sprintf(arguments[1], "%d", as);
    setenv("OMP_THREAD_LIMIT", CASES[which].run == enough ? "50" : "6", 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", program, arguments[0], arguments[1], (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  static char text[20000];
  int got = 0;
  for (int more = 1; more > 0 && got < (int)sizeof text - 1; got += more)
    more = read(out[0], text + got, sizeof text - 1 - got);
  text[got] = '\0';
  close(out[0]);
  int status = -1;
  waitpid(child, &status, 0);
  const char *name = CASES[which].name, *wanted = CASES[which].said ? "ferromp: TOO FEW\n" : "";
  CHECK(strcmp(text, wanted) == 0, "%s, severity %d, says: %s", name, as, text);
  CHECK(WIFEXITED(status), "%s, severity %d: wait status 0x%x", name, as, status);
  CHECK(WEXITSTATUS(status) == (CASES[which].said && as == FATAL), "%s, severity %d: exit %d", name, as, WEXITSTATUS(status));
}

int main(int argc, char **argv) {
  if (argc > 2) {
    severity = atoi(argv[2]);
    CASES[atoi(argv[1])].run();
    return check_done();
  }
  for (int which = 0; which < CASE_COUNT; which++)
    for (int as = WARNING; as <= FATAL; as++)
      check(which, as, argv[0]);
  return check_done();
}
