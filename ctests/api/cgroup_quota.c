// In a cgroup with a quota of half a processor, one, or one and a half, the default team has as
// many threads, rounded up. Where no group can be made (no rights, no cgroup file system) there is
// nothing to see.
//@ skip[libgomp]: counts the processors of the mask only
//@ skip[libomp]: counts the processors of the mask only
#include <omp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

// Writes a file that is there: the kernel's, not one in a folder that is no group.
static int write_file(const char *folder, const char *name, const char *text) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "r+");
  if (file == NULL)
    return 0;
  int written = fputs(text, file) >= 0;
  return fclose(file) == 0 && written;
}

// In a process of its own: what it is told, and gets.
static int limited(int wanted) {
  int members = 0;
#pragma omp parallel reduction(+ : members)
  members++;
  CHECK_INT(omp_get_num_procs(), wanted);
  CHECK_INT(omp_get_max_threads(), wanted);
  CHECK_INT(members, wanted);
  return check_done();
}

// With the quota in the group itself or in the one around it.
static void check_quota(const char *root, int v2, int quota, int wanted, int nested, char *program) {
  char outer[200], inner[250], text[40], number[20];
  snprintf(outer, sizeof outer, "%s/ferromp-ctest-%d", root, (int)getpid());
  snprintf(inner, sizeof inner, "%s/inner", outer);
  if (mkdir(outer, 0755) != 0)
    return;
  snprintf(text, sizeof text, v2 ? "%d 100000" : "%d", quota);
  const char *group = outer;
  if (nested && mkdir(inner, 0755) == 0)
    group = inner;
  if (write_file(outer, v2 ? "cpu.max" : "cpu.cfs_quota_us", text)) {
    pid_t child = fork();
    if (child == 0) {
      snprintf(text, sizeof text, "%d", (int)getpid());
      snprintf(number, sizeof number, "%d", wanted);
      if (!write_file(group, "cgroup.procs", text))
        _exit(0);
      execl("/proc/self/exe", program, number, (char *)NULL);
      _exit(9);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0, "quota %d: wait status 0x%x", quota, status);
  }
  rmdir(inner);
  rmdir(outer);
}

int main(int argc, char **argv) {
  if (argc > 1)
    return limited(atoi(argv[1]));
  int processors = omp_get_num_procs();
  for (int v2 = 0; v2 < 2; v2++) {
    const char *root = v2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu";
    for (int nested = 0; nested < 2; nested++) {
      check_quota(root, v2, 50000, 1, nested, argv[0]);
      check_quota(root, v2, 100000, 1, nested, argv[0]);
      check_quota(root, v2, 150000, processors < 2 ? processors : 2, nested, argv[0]);
    }
  }
  return check_done();
}
