/* Lines on critical constructs and locks, alone and fought over. */
#include "bench.h"

static omp_lock_t lock;
static omp_nest_lock_t nest_lock;
static long counter;

/* The master alone passes through BODY n times, the others wait at the region's end. */
#define ALONE(n, BODY)                                                                                                 \
    do {                                                                                                               \
        counter = 0;                                                                                                   \
        _Pragma("omp parallel") {                                                                                      \
            _Pragma("omp master") for (long i = 0; i < (n); i++) { BODY }                                              \
        }                                                                                                              \
        check(counter == (n), "counter under a lock");                                                                 \
    } while (0)

/* The team passes through BODY about n times together. */
#define TOGETHER(n, BODY)                                                                                              \
    do {                                                                                                               \
        long each = share(n);                                                                                          \
        counter = 0;                                                                                                   \
        _Pragma("omp parallel") for (long i = 0; i < each; i++) { BODY }                                               \
        check(counter == each * team, "counter under a lock");                                                         \
    } while (0)

#define CRITICAL _Pragma("omp critical") counter++;
#define NAMED _Pragma("omp critical(bench_name)") counter++;
#define LOCKED omp_set_lock(&lock), counter++, omp_unset_lock(&lock);
#define TRIED                                                                                                          \
    if (omp_test_lock(&lock))                                                                                          \
        counter++, omp_unset_lock(&lock);
#define NESTED                                                                                                         \
    omp_set_nest_lock(&nest_lock), omp_set_nest_lock(&nest_lock), counter++;                                           \
    omp_unset_nest_lock(&nest_lock), omp_unset_nest_lock(&nest_lock);
/* Work of about 100 ns under the lock and 200 ns outside: a lock as programs use them. */
#define BUSY                                                                                                           \
    _Pragma("omp critical") {                                                                                          \
        counter++;                                                                                                     \
        work(i, 100);                                                                                                  \
    }                                                                                                                  \
    work(i, 200);

static void critical_free(long n) { ALONE(n, CRITICAL); }
static void critical_contended(long n) { TOGETHER(n, CRITICAL); }
static void critical_named(long n) { TOGETHER(n, NAMED); }
static void critical_busy(long n) { TOGETHER(n, BUSY); }

#define WITH_LOCK(body)                                                                                                \
    omp_init_lock(&lock);                                                                                              \
    body;                                                                                                              \
    omp_destroy_lock(&lock)

static void lock_free(long n) { WITH_LOCK(ALONE(n, LOCKED)); }
static void lock_contended(long n) { WITH_LOCK(TOGETHER(n, LOCKED)); }
static void lock_tested(long n) { WITH_LOCK(ALONE(n, TRIED)); }

#define WITH_NEST_LOCK(body)                                                                                           \
    omp_init_nest_lock(&nest_lock);                                                                                    \
    body;                                                                                                              \
    omp_destroy_nest_lock(&nest_lock)

static void nest_lock_free(long n) { WITH_NEST_LOCK(ALONE(n, NESTED)); }
static void nest_lock_contended(long n) { WITH_NEST_LOCK(TOGETHER(n, NESTED)); }

static const struct line lines[] = {
    {"critical-free", "ns", 2, "critical, one thread", critical_free},
    {"critical-contended", "ns", 2, "critical, two threads", critical_contended},
    {"critical-named", "ns", 2, "named critical, two threads", critical_named},
    {"critical-busy", "ns", 2, "critical with 100 ns inside and 200 ns outside", critical_busy},
    {"critical-8", "ns", 8, "critical, 8 threads", critical_contended},
    {"critical-busy-8", "ns", 8, "critical with 100 ns inside and 200 ns outside, 8 threads", critical_busy},
    {"lock-free", "ns", 2, "omp_set_lock, omp_unset_lock, one thread", lock_free},
    {"lock-contended", "ns", 2, "omp_set_lock, omp_unset_lock, two threads", lock_contended},
    {"lock-8", "ns", 8, "omp_set_lock, omp_unset_lock, 8 threads", lock_contended},
    {"lock-test", "ns", 2, "omp_test_lock, omp_unset_lock, one thread", lock_tested},
    {"nest-lock-free", "ns", 2, "nest lock set twice and unset twice, one thread", nest_lock_free},
    {"nest-lock-contended", "ns", 2, "nest lock set twice and unset twice, two threads", nest_lock_contended},
};

const struct group lock_group = GROUP("regions", lines);
