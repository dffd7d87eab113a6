// Workers have the signal mask of the thread that created them, and so have the processes that they
// start: those end by the signals that are sent to them.
#include <omp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static sigset_t mask(void) {
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  return mask;
}

/* A child of each thread, in turn, that waits for ever and is told to end. */
static void children(void) {
#pragma omp parallel for ordered schedule(static, 1) num_threads(4)
  for (int i = 0; i < 4; i++) {
#pragma omp ordered
    for (int j = 0; j < 2; j++) {
      int number = j ? SIGTERM : SIGINT, status = 0;
      int child = fork();
      if (child == 0) {
        execlp("sleep", "sleep", "10", NULL);
        _exit(1);
      }
      CHECK(kill(child, number) == 0 && waitpid(child, &status, 0) == child, "child of thread %d", i);
      CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number, "child of thread %d: status %x", i, status);
    }
  }
}

int main(void) {
  // A program that was started in the background may have come with SIGINT ignored.
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  sigset_t before = mask(), own = before;
  sigaddset(&own, SIGUSR1);
  pthread_sigmask(SIG_SETMASK, &own, NULL);
#pragma omp parallel num_threads(4)
  {
    sigset_t now = mask();
    for (int number = 1; number < 32; number++)
      CHECK(sigismember(&now, number) == sigismember(&own, number), "signal %d in thread %d", number,
            omp_get_thread_num());
    CHECK(!sigismember(&now, SIGRTMIN), "real-time signals are blocked in thread %d", omp_get_thread_num());
  }
  sigset_t after = mask();
  for (int number = 1; number < 32; number++)
    CHECK_INT(sigismember(&after, number), sigismember(&own, number));
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  children();
  return check_done();
}
