/* Pseudo-random numbers that a seed repeats; one generator per thread. */
#ifndef CTESTS_RANDOM_H
#define CTESTS_RANDOM_H

#include <stdint.h>

struct random {
  uint64_t state;
};

static inline struct random random_from(uint64_t seed) {
  return (struct random){seed * 0x9e3779b97f4a7c15u + 0x2545f4914f6cdd1du};
}

/* A number below `end` (xorshift64*). */
static inline unsigned random_below(struct random *random, unsigned end) {
  uint64_t x = random->state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  random->state = x;
  return (unsigned)((x * 0x2545f4914f6cdd1du >> 33) % end);
}

#endif
