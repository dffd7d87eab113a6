// No update is lost when threads make them at once: by an instruction, by repetition, and under the
// lock.
//@ skip[libgomp]: it has no such functions
#include <complex.h>
#include <stdint.h>

#include "kmpc_atomic.h"

enum { THREADS = 4, ROUNDS = 20000, ALL = THREADS * ROUNDS };

static int32_t added, greatest;
static int16_t xored;
static double doubled;
static long double extended;
static _Complex float pair;
static int64_t by_function, between;

static void increment(void *to, const void *a, const void *b) {
  *(int64_t *)to = *(const int64_t *)a + *(const int64_t *)b;
}

int main(void) {
  int (*number)(void *) = (int (*)(void *))dlsym(RTLD_DEFAULT, "__kmpc_global_thread_num");
  int32_t (*add)(void *, int, int32_t *, int32_t, int) = kmpc_atomic("fixed4_add_cpt");
  void (*max)(void *, int, int32_t *, int32_t) = kmpc_atomic("fixed4_max");
  void (*xor)(void *, int, int16_t *, int16_t) = kmpc_atomic("fixed2_xor");
  void (*add8)(void *, int, double *, double) = kmpc_atomic("float8_add");
  void (*add10)(void *, int, long double *, long double) = kmpc_atomic("float10_add");
  void (*add_pair)(void *, int, _Complex float *, _Complex float) = kmpc_atomic("cmplx4_add");
  void (*update8)(void *, int, void *, void *, void (*)(void *, const void *, const void *)) = kmpc_atomic("8");
  void (*start)(void) = kmpc_atomic("start");
  void (*end)(void) = kmpc_atomic("end");

  static char seen[ALL + 1];
#pragma omp parallel num_threads(THREADS)
  {
    int gtid = number(NULL);
    int64_t one = 1;
    for (int round = 0; round < ROUNDS; round++) {
      int value = add(NULL, gtid, &added, 1, 1);
      CHECK(value > 0 && value <= ALL && !__atomic_exchange_n(&seen[value], 1, __ATOMIC_RELAXED), "%d seen twice", value);
      max(NULL, gtid, &greatest, value);
      xor(NULL, gtid, &xored, (int16_t)value);
      add8(NULL, gtid, &doubled, 1);
      add10(NULL, gtid, &extended, 1);
      add_pair(NULL, gtid, &pair, 1 - I);
      update8(NULL, gtid, &by_function, &one, increment);
      start();
      between++;
      end();
    }
  }
  int16_t all_xored = 0;
  for (int value = 1; value <= ALL; value++) all_xored ^= (int16_t)value;
  CHECK_INT(added, ALL);
  CHECK_INT(greatest, ALL);
  CHECK_INT(xored, all_xored);
  CHECK_INT((int)doubled, ALL);
  CHECK_INT((int)extended, ALL);
  CHECK_INT((int)crealf(pair), ALL);
  CHECK_INT((int)cimagf(pair), -ALL);
  CHECK_INT(by_function, ALL);
  CHECK_INT(between, ALL);
  return check_done();
}
