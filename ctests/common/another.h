/* A task that another thread is sure to execute. Its generator waits until the task has begun, by
   operations that order nothing, so that a race detector takes the two for concurrent. */
#ifndef CTESTS_ANOTHER_H
#define CTESTS_ANOTHER_H

struct another {
  int begun;
};

/* To be called by the task. */
static inline void another_begins(struct another *another) {
  __atomic_store_n(&another->begun, 1, __ATOMIC_RELAXED);
}

/* To be called by its generator, in a region of several threads. */
static inline void another_await(struct another *another) {
  while (!__atomic_load_n(&another->begun, __ATOMIC_RELAXED)) {
  }
}

#endif
