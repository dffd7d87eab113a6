// Programs started from inside regions, by posix_spawn and system, by every member at once.
#include <spawn.h>

#include "child.h"

extern char **environ;

int main(void) {
  for (int round = 0; round < 5; round++) {
#pragma omp parallel num_threads(3)
    {
      char *arguments[] = {"true", NULL};
      pid_t pid;
      CHECK_INT(posix_spawnp(&pid, "true", NULL, NULL, arguments, environ), 0);
      child_ended_well(pid);
#pragma omp critical
      CHECK_INT(system("exit 0"), 0);
#pragma omp barrier
    }
    check_region(3);
  }
  return check_done();
}
