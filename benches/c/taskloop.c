/* Lines on taskloop. */
#include "bench.h"

static _Thread_local long ran;
static long total;

/* In a team, one thread meets BODY, which runs n * each iterations. */
#define BY_ONE(n, each, BODY)                                                                                          \
    do {                                                                                                               \
        total = 0;                                                                                                     \
        _Pragma("omp parallel") {                                                                                      \
            ran = 0;                                                                                                   \
            _Pragma("omp barrier") _Pragma("omp single") BODY;                                                         \
            _Pragma("omp atomic") total += ran;                                                                        \
        }                                                                                                              \
        check(total == (n) * (each), "iterations of a taskloop");                                                      \
    } while (0)

#define ITERATIONS(n)                                                                                                  \
    for (long k = 0; k < (n); k++) {                                                                                   \
        ran++;                                                                                                         \
        KEEP();                                                                                                        \
    }

static void grain_1(long n) { BY_ONE(n, 1, _Pragma("omp taskloop grainsize(1)") ITERATIONS(n)); }
static void grain_64(long n) { BY_ONE(n, 64, _Pragma("omp taskloop grainsize(64)") ITERATIONS(64 * n)); }

static void short_loops(long n) {
    BY_ONE(n, 256, for (long r = 0; r < n; r++) { _Pragma("omp taskloop") ITERATIONS(256) });
}

static void reduction(long n) {
    long sum = 0;
#pragma omp parallel
#pragma omp single
    for (long r = 0; r < n; r++) {
#pragma omp taskloop reduction(+ : sum) num_tasks(8)
        for (long k = 0; k < 256; k++)
            sum += k;
    }
    check(sum == n * 32640, "reduction of a taskloop");
}

static const struct line lines[] = {
    {"taskloop-1", "ns", EACH_TEAM, "iteration of a taskloop grainsize(1)", grain_1},
    {"taskloop-64", "ns", EACH_TEAM, "task of a taskloop grainsize(64)", grain_64},
    {"taskloop", "ns", EACH_TEAM, "taskloop of 256 iterations", short_loops},
    {"taskloop-reduction", "ns", EACH_TEAM, "taskloop reduction num_tasks(8) of 256 iterations", reduction},
};

const struct group taskloop_group = GROUP("tasks", lines);
