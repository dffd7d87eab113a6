// OMP_DISPLAY_ENV shows the values once, at the first call of any kind; at the end of a process
// that makes none, unless the runtime is only preloaded into it, as into every child of a program.
//@ skip[libomp]: shows them at some calls only
#include <omp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "by_name.h"

static int shown;

static void call_num_threads(void) { CHECK_INT(omp_get_num_threads(), 1); }
static void call_thread_num(void) { CHECK_INT(omp_get_thread_num(), 0); }
static void call_max_threads(void) { CHECK(omp_get_max_threads() >= 1, "none"); }
static void call_num_procs(void) { CHECK(omp_get_num_procs() >= 1, "none"); }
static void call_in_parallel(void) { CHECK_INT(omp_in_parallel(), 0); }
static void call_in_final(void) { CHECK_INT(omp_in_final(), 0); }
static void call_level(void) { CHECK_INT(omp_get_level(), 0); }
static void call_active_level(void) { CHECK_INT(omp_get_active_level(), 0); }
static void call_ancestor(void) { CHECK_INT(omp_get_ancestor_thread_num(0), 0); }
static void call_supported_levels(void) { CHECK(omp_get_supported_active_levels() > 1, "none"); }
static void call_thread_limit(void) { CHECK(omp_get_thread_limit() >= 1, "none"); }
static void call_dynamic(void) { CHECK_INT(omp_get_dynamic(), 0); }
static void call_cancellation(void) { CHECK_INT(omp_get_cancellation(), 0); }
static void call_priority(void) { CHECK_INT(omp_get_max_task_priority(), 0); }
static void call_num_teams(void) { CHECK_INT(omp_get_num_teams(), 1); }
static void call_initial_device(void) { CHECK(omp_get_initial_device() >= 0, "%d", omp_get_initial_device()); }
static void call_num_devices(void) { CHECK(omp_get_num_devices() >= 0, "%d", omp_get_num_devices()); }
static void call_num_places(void) { CHECK_INT(omp_get_num_places(), 0); }
static void call_wtime(void) { CHECK(omp_get_wtime() > 0, "%f", omp_get_wtime()); }
static void call_wtick(void) { CHECK(omp_get_wtick() > 0, "%f", omp_get_wtick()); }
static void call_set_num_threads(void) { omp_set_num_threads(2); }
static void call_alloc(void) { omp_free(omp_alloc(8, omp_default_mem_alloc), omp_default_mem_alloc); }
static void call_lock(void) {
  omp_lock_t lock;
  omp_init_lock(&lock);
  omp_destroy_lock(&lock);
}
static void call_nest_lock(void) {
  omp_nest_lock_t lock;
  omp_init_nest_lock(&lock);
  omp_destroy_nest_lock(&lock);
}
static void critical(void) {
#pragma omp critical
  shown++;
}
static void named_critical(void) {
#pragma omp critical(name)
  shown++;
}
static void barrier(void) {
#pragma omp barrier
}
static void region(void) {
#pragma omp parallel num_threads(2)
  CHECK_INT(omp_get_num_threads(), 2);
}
static void many(void) {
  call_wtime();
  call_thread_num();
  call_max_threads();
  region();
  call_num_procs();
}
static void none(void) {}

static void (*const CALLS[])(void) = {
    none,           call_num_threads,       call_thread_num,  call_max_threads,  call_num_procs,   call_in_parallel,
    call_in_final,  call_level,             call_active_level, call_ancestor,    call_supported_levels,
    call_thread_limit, call_dynamic,        call_cancellation, call_priority,    call_num_teams,   call_initial_device,
    call_num_devices, call_num_places,      call_wtime,       call_wtick,        call_set_num_threads,
    call_alloc,     call_lock,              call_nest_lock,   critical,          named_critical,   barrier,
    region,         many};

enum { COUNT = sizeof CALLS / sizeof *CALLS };

// Runs the program, which makes one of these calls and ends as `end` says; returns what it writes
// to stderr.
static const char *said(char *program, const char *call, const char *end, const char *value, int preloaded) {
  static char text[20000];
  int out[2];
  CHECK(pipe(out) == 0, "pipe failed");
  pid_t child = fork();
  if (child == 0) {
    setenv("OMP_DISPLAY_ENV", value, 1);
    if (preloaded)
      setenv("LD_PRELOAD", getenv("CTESTS_LIBRARY"), 1);
    dup2(out[1], 2);
    execl("/proc/self/exe", program, call, end, (char *)NULL);
    _exit(9);
  }
  close(out[1]);
  int got = 0;
  for (int more = 1; more > 0 && got < (int)sizeof text - 1; got += more)
    more = read(out[0], text + got, sizeof text - 1 - got);
  text[got] = '\0';
  close(out[0]);
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0, "call %s: wait status 0x%x: %s", call, status, text);
  return text;
}

static int times_shown(const char *text) {
  int count = 0;
  for (const char *at = text; (at = strstr(at, "OPENMP DISPLAY ENVIRONMENT BEGIN")) != NULL; at++)
    count++;
  return count;
}

int main(int argc, char **argv) {
  if (argc > 2) {
    CALLS[atoi(argv[1])]();
    if (strcmp(argv[2], "return") == 0)
      return check_done();
    _exit(check_done());
  }
  for (int call = 0; call < COUNT; call++) {
    char number[9];
    sprintf(number, "%d", call);
    CHECK(times_shown(said(argv[0], number, "return", "true", 0)) == 1, "call %d, with: %s", call,
          said(argv[0], number, "return", "true", 0));
    if (on_runtime("ferromp")) {
      // After _exit nothing is displayed, so it was the call that displayed it.
      int once = CALLS[call] != none && CALLS[call] != critical && CALLS[call] != named_critical;
      if (once || CALLS[call] == none)
        CHECK_INT(times_shown(said(argv[0], number, "_exit", "verbose", 1)), once);
      CHECK_INT(times_shown(said(argv[0], number, "return", "false", 0)), 0);
    }
  }
  if (on_runtime("ferromp"))
    CHECK_INT(times_shown(said(argv[0], "0", "return", "true", 1)), 0);
  return check_done();
}
