// Undeferred tasks in all company: inside each other and inside deferred, untied, final and
// detachable ones, with dependences, with children that outlive them, in taskgroups, with control
// variables of their own. Each is done when its construct ends; its deferred children are waited
// for by whoever waits for its parent's descendants, or for the group.
//@ timeout: 20
//@ skip[libomp]: its assertion on td_last_tied fails
#include <omp.h>
#include <unistd.h>

#include "check.h"
#include "random.h"

enum { DEPTH = 7, ROUNDS = 60, SUM = 1000 };

static int begun, done;

// Overwrites the stack of tasks that have ended.
static int overwrite_stack(void) {
  volatile char junk[2048];
  for (unsigned i = 0; i < sizeof junk; i++)
    junk[i] = (char)0xa5;
  return junk[100];
}

static void body(struct random random, int depth, int threads_var, int in_final);

// The part of a task that has to be done before `complete` is set.
static void enter(unsigned seed, int depth, int threads_var, int in_final, int *complete) {
  struct random random = random_from(seed);
#pragma omp atomic
  begun++;
  int mine = threads_var;
  CHECK_INT(omp_get_max_threads(), threads_var);
  CHECK_INT(omp_in_final(), in_final);
  if (random_below(&random, 3) == 0) {
    mine = 1 + (int)random_below(&random, 20);
    omp_set_num_threads(mine);
  }
  body(random, depth - 1, mine, in_final);
  CHECK_INT(omp_get_max_threads(), mine);
#pragma omp atomic
  done++;
  if (complete)
    *complete = 1;
}

static void body(struct random random, int depth, int threads_var, int in_final) {
  int children = depth > 0 ? 1 + (int)random_below(&random, 3) : 0, chain = 0;
  (void)chain;
  for (int child = 0; child < children; child++) {
    unsigned own = random_below(&random, 1u << 30);
    int complete = 0;
    switch (random_below(&random, 9)) {
    case 0:
    case 1:
#pragma omp task if (0) shared(complete)
      enter(own, depth, threads_var, in_final, &complete);
      CHECK_INT(complete, 1);
      break;
    case 2:
#pragma omp task if (0) untied shared(complete)
      enter(own, depth, threads_var, in_final, &complete);
      CHECK_INT(complete, 1);
      break;
    case 3:
#pragma omp task if (0) shared(complete, chain) depend(inout : chain)
      enter(own, depth, threads_var, in_final, &complete);
      CHECK_INT(complete, 1);
      break;
    case 4:
#pragma omp task shared(chain) depend(inout : chain)
      enter(own, depth, threads_var, in_final, NULL);
      break;
    case 5:
#pragma omp task final(1) if (0) shared(complete)
      enter(own, depth < 3 ? depth : 3, threads_var, 1, &complete);
      CHECK_INT(complete, 1);
      break;
    case 6:
#pragma omp taskgroup
    {
#pragma omp task if (0)
      enter(own, depth < 4 ? depth : 4, threads_var, in_final, NULL);
#pragma omp task shared(complete)
      enter(own, depth < 4 ? depth : 4, threads_var, in_final, &complete);
    }
      CHECK_INT(complete, 1);
      break;
    case 7: {
      omp_event_handle_t event = 0;
#pragma omp task if (0) detach(event)
      {
        enter(own, depth < 3 ? depth : 3, threads_var, in_final, NULL);
        omp_fulfill_event(event);
      }
      break;
    }
    default:
#pragma omp task
      enter(own, depth, threads_var, in_final, NULL);
    }
    overwrite_stack();
    CHECK_INT(omp_get_max_threads(), threads_var);
  }
  // `chain` is on this stack.
#pragma omp taskwait
}

// Descendants outlive the undeferred tasks around them; the group and the region wait for them.
static void leave(unsigned seed, int depth) {
  struct random random = random_from(seed);
  for (int child = 0; child < 3 && depth > 0; child++) {
    unsigned own = random_below(&random, 1u << 30);
    int undeferred = random_below(&random, 4) != 0, complete = 0;
#pragma omp atomic
    begun++;
    if (undeferred) {
#pragma omp task if (0) shared(complete)
      {
        leave(own, depth - 1);
#pragma omp atomic
        done++;
        complete = 1;
      }
      CHECK_INT(complete, 1);
    } else {
#pragma omp task
      {
        if (own % 16 == 0)
          usleep(10);
        leave(own, depth - 1);
#pragma omp atomic
        done++;
      }
    }
    overwrite_stack();
  }
}

// Copies of reduced variables are the thread's, whatever kind of task asks for them.
static void reduce(void) {
  long sum = 0;
#pragma omp taskgroup task_reduction(+ : sum)
  for (int i = 0; i < SUM; i++) {
#pragma omp task in_reduction(+ : sum) if (i % 3 != 0)
    {
      sum += i;
#pragma omp task in_reduction(+ : sum) if (0)
      sum += i;
    }
  }
  CHECK_INT(sum, SUM * (SUM - 1));
}

int main(void) {
  for (int threads = 1; threads <= 4; threads++) {
    omp_set_num_threads(threads);
    for (int round = 0; round < ROUNDS; round++) {
      unsigned seed = (unsigned)(threads * 1000 + round);
      begun = done = 0;
#pragma omp parallel firstprivate(seed)
      {
        seed += (unsigned)omp_get_thread_num() << 16;
        body(random_from(seed), DEPTH - threads, threads, 0);
        leave(seed, 4);
      }
      CHECK_INT(done, begun);
      begun = done = 0;
#pragma omp parallel
#pragma omp single
      {
#pragma omp taskgroup
        leave(seed, 5);
        CHECK_INT(done, begun);
        reduce();
      }
    }
  }
  return check_done();
}
