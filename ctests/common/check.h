/* Checks that all programs share: any thread may make them, and they count instead of stopping. */
#ifndef CTESTS_CHECK_H
#define CTESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A broken loop fails a million times; the first few say what is wrong. */
enum { CHECK_SHOWN = 20 };

static int check_failures;

/* Done after each of them. */
#ifndef CHECK_FAILED
#define CHECK_FAILED()
#endif

/* CHECK(condition, format, ...): in case of failure the message says what was seen. */
#define CHECK(condition, ...)                                                                      \
  do {                                                                                             \
    if (!(condition) && __atomic_add_fetch(&check_failures, 1, __ATOMIC_RELAXED) <= CHECK_SHOWN) { \
      char check_text[400];                                                                        \
      snprintf(check_text, sizeof check_text, __VA_ARGS__);                                        \
      fprintf(stderr, "%s:%d: not %s: %s\n", __FILE__, __LINE__, #condition, check_text);          \
      CHECK_FAILED();                                                                              \
    }                                                                                              \
  } while (0)

#define CHECK_INT(seen, wanted)                                                                \
  do {                                                                                         \
    long long check_seen = (seen), check_wanted = (wanted);                                    \
    CHECK(check_seen == check_wanted, #seen " is %lld, not %lld", check_seen, check_wanted);   \
  } while (0)

/* The exit status of main. */
static inline int check_done(void) {
  int failures = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
  if (failures > CHECK_SHOWN)
    fprintf(stderr, "... %d checks failed in all\n", failures);
  return failures != 0;
}

/* Which runtime the harness runs this on: "libgomp", "libomp" or "ferromp". */
static inline int on_runtime(const char *name) {
  const char *runtime = getenv("CTESTS_RUNTIME");
  return runtime != NULL && strcmp(runtime, name) == 0;
}

#endif
