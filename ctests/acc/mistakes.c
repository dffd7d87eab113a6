// A call that makes no sense ends the program with a line that says why. The program makes each
// mistake in a child.
//@ flags: -fopenacc
//@ skip[clang]: has no openacc.h
//@ skip[libomp]: knows no OpenACC
#include <openacc.h>
#include <unistd.h>

#include "check.h"
#include <sys/wait.h>

static int x;

static void type_unknown(void) { acc_get_num_devices(99); }
static void type_missing(void) { acc_init(acc_device_nvidia); }
static void no_device(void) { acc_set_device_type(acc_device_not_host); }
static void number(void) { acc_set_device_num(1, acc_device_host); }
static void negative_queue(void) {
  acc_init(acc_device_host);
  acc_wait(-3);
}
static void waited_queue(void) {
#pragma acc wait(-7)
}
static void bad_range(void) { acc_copyin(NULL, 16); }
static void empty_range(void) { acc_create(&x, 0); }
static void other_memory(void) { acc_map_data(&x, &x + 1, sizeof x); }
static void again(void) {
  acc_init(acc_device_host);
  acc_init(acc_device_default);
}
static void after_use(void) {
#pragma acc parallel copy(x)
  x++;
  acc_init(acc_device_host);
}
static void never(void) { acc_shutdown(acc_device_default); }
static void in_data(void) {
#pragma acc data copy(x)
  acc_shutdown(acc_device_host);
}

static const struct {
  void (*make)(void);
  const char *text, *variable;
} MISTAKES[] = {
    {type_unknown, "unknown device type 99"},
    {type_missing, "device type nvidia not supported"},
    {no_device, "no device found"},
    {number, "device 1 out of range"},
    {negative_queue, "invalid async-argument: -3"},
    {waited_queue, "invalid async-argument: -7"},
    {bad_range, ",+16] is a bad range"},
    {empty_range, ",+0] is a bad range"},
    {other_memory, "cannot map data on shared-memory system"},
    {again, "device already active"},
    {after_use, "device already active"},
    {never, "no device initialized"},
    {in_data, "shutdown in 'acc data' region"},
    {after_use, "device type radeon not supported", "ACC_DEVICE_TYPE=radeon"},
    {after_use, "device 3 out of range", "ACC_DEVICE_NUM=3"},
};

static void child(char **arguments, const char *which, const char *variable) {
  if (variable != NULL)
    putenv((char *)variable);
  execl(arguments[0], arguments[0], which, (char *)NULL);
  _exit(99);
}

int main(int count, char **arguments) {
  if (count > 1) {
    MISTAKES[atoi(arguments[1])].make();
    return 0;
  }
  for (size_t i = 0; i < sizeof MISTAKES / sizeof *MISTAKES; i++) {
    char which[8], text[1000] = "";
    int ends[2], status = -1;
    snprintf(which, sizeof which, "%zu", i);
    CHECK(pipe(ends) == 0, "no pipe");
    pid_t pid = fork();
    if (pid == 0) {
      dup2(ends[1], 2);
      child(arguments, which, MISTAKES[i].variable);
    }
    close(ends[1]);
    for (ssize_t all = 0, got; (got = read(ends[0], text + all, sizeof text - 1 - all)) > 0; all += got)
      ;
    close(ends[0]);
    waitpid(pid, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 1, "mistake %zu ended with wait status 0x%x", i, status);
    CHECK(strstr(text, MISTAKES[i].text) != NULL, "mistake %zu says '%s'", i, text);
  }
  return check_done();
}
