// Workers leave signals that a process handles asynchronously to the program's own threads, and take those that are
// sent to a thread by debuggers, profilers and collectors.
//@ skip[libgomp]: its workers take every signal
//@ skip[libomp]: its workers take every signal
#include <omp.h>
#include <signal.h>

#include "check.h"

int main(void) {
  const int asynchronous[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGALRM, SIGUSR1, SIGUSR2};
  const int directed[] = {SIGPROF, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, NULL, &before);
#pragma omp parallel num_threads(4)
  {
    sigset_t mask;
    int worker = omp_get_thread_num() > 0;
    pthread_sigmask(SIG_BLOCK, NULL, &mask);
    for (int i = 0; i < (int)(sizeof asynchronous / sizeof asynchronous[0]); i++)
      CHECK(sigismember(&mask, asynchronous[i]) == (worker || sigismember(&before, asynchronous[i])),
            "signal %d in thread %d", asynchronous[i], omp_get_thread_num());
    for (int i = 0; i < (int)(sizeof directed / sizeof directed[0]); i++)
      CHECK(!sigismember(&mask, directed[i]), "signal %d is blocked in thread %d", directed[i], omp_get_thread_num());
    CHECK(!sigismember(&mask, SIGRTMIN), "real-time signals are blocked in thread %d", omp_get_thread_num());
  }
  sigset_t after;
  pthread_sigmask(SIG_BLOCK, NULL, &after);
  for (int number = 1; number < 32; number++)
    CHECK_INT(sigismember(&after, number), sigismember(&before, number));
  return check_done();
}
