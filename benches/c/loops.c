/* Lines on worksharing loops and sections inside one long region. */
#include "bench.h"

static long total;

/*
 * A team runs BODY n times over; EACH is the number of iterations of one time. Each thread counts
 * in `ran` those that it has run; their sum tells that each ran exactly once. A local variable: how
 * long it takes to count in memory depends on what the processor did before, by a factor of five.
 */
#define IN_REGION(n, EACH, BODY)                                                                                       \
    do {                                                                                                               \
        total = 0;                                                                                                     \
        _Pragma("omp parallel") {                                                                                      \
            long ran = 0;                                                                                              \
            for (long r = 0; r < (n); r++) {                                                                           \
                BODY                                                                                                   \
            }                                                                                                          \
            _Pragma("omp atomic") total += ran;                                                                        \
        }                                                                                                              \
        check(total == (long)(n) * (EACH), "iterations of a loop");                                                    \
    } while (0)

/* `trips` iterations under the schedule. */
#define LOOP(clauses, trips)                                                                                           \
    _Pragma(clauses) for (long k = 0; k < (trips); k++) {                                                              \
        ran++;                                                                                                         \
        KEEP();                                                                                                        \
    }

static void static_loop(long n) { IN_REGION(n, 64, LOOP("omp for schedule(static)", 64)); }
static void static_nowait(long n) { IN_REGION(n, 64, LOOP("omp for schedule(static) nowait", 64)); }
static void static_chunked(long n) { IN_REGION(n, 64, LOOP("omp for schedule(static, 1)", 64)); }
static void dynamic_loop(long n) { IN_REGION(n, 2, LOOP("omp for schedule(dynamic)", 2)); }
static void dynamic_nowait(long n) { IN_REGION(n, 2, LOOP("omp for schedule(dynamic) nowait", 2)); }
static void guided_loop(long n) { IN_REGION(n, 2, LOOP("omp for schedule(guided)", 2)); }
static void guided_long(long n) { IN_REGION(n, 10000, LOOP("omp for schedule(guided)", 10000)); }
static void runtime_loop(long n) {
    omp_set_schedule(omp_sched_dynamic, 1);
    IN_REGION(n, 2, LOOP("omp for schedule(runtime)", 2));
}

static void dynamic_chunk(long n) { IN_REGION(1, n, LOOP("omp for schedule(dynamic)", n)); }
static void monotonic_chunk(long n) { IN_REGION(1, n, LOOP("omp for schedule(monotonic : dynamic)", n)); }
static void dynamic_chunk_of_16(long n) { IN_REGION(1, 16 * n, LOOP("omp for schedule(dynamic, 16)", 16 * n)); }
static void static_chunk(long n) { IN_REGION(1, n, LOOP("omp for schedule(static, 1)", n)); }
static void runtime_chunk(long n) {
    omp_set_schedule(omp_sched_dynamic, 1);
    IN_REGION(1, n, LOOP("omp for schedule(runtime)", n));
}

/* Iterations of very different length, as dynamic schedules are meant for: 20 to 1000 steps. */
static void uneven(long n) {
    IN_REGION(1, n, _Pragma("omp for schedule(dynamic)") for (long k = 0; k < n; k++) {
        ran++;
        work(k, k % 16 == 0 ? 1000 : 20);
    });
}

static void parallel_for_dynamic(long n) {
    static double cells[512];
    for (long r = 0; r < n; r++) {
#pragma omp parallel for schedule(dynamic, 32)
        for (int k = 0; k < 512; k++)
            cells[k] = cells[k] * 0.5 + 1.0;
    }
}

static double sum;

static void reduction_loop(long n) {
    long wrong = 0;
#pragma omp parallel reduction(+ : wrong)
    {
        for (long r = 0; r < n; r++) {
#pragma omp single
            sum = 0;
#pragma omp for reduction(+ : sum)
            for (int k = 0; k < 64; k++)
                sum += k;
            wrong += sum != 2016;
#pragma omp barrier
        }
    }
    check(wrong == 0, "reduction of a loop");
}

static void sections(long n) {
    IN_REGION(n, 2, _Pragma("omp sections") {
        _Pragma("omp section") ran++;
        _Pragma("omp section") ran++;
    });
}

static const struct line lines[] = {
    {"static-loop", "ns", 2, "for schedule(static), 64 iterations", static_loop},
    {"static-nowait", "ns", 2, "for schedule(static) nowait, 64 iterations", static_nowait},
    {"static-1-loop", "ns", 2, "for schedule(static,1), 64 iterations", static_chunked},
    {"dynamic-loop", "ns", 2, "for schedule(dynamic), 2 iterations", dynamic_loop},
    {"dynamic-nowait", "ns", 2, "for schedule(dynamic) nowait, 2 iterations", dynamic_nowait},
    {"guided-loop", "ns", 2, "for schedule(guided), 2 iterations", guided_loop},
    {"guided-10000", "ns", 2, "for schedule(guided), 10000 iterations", guided_long},
    {"runtime-loop", "ns", 2, "for schedule(runtime), dynamic, 2 iterations", runtime_loop},
    {"static-chunk", "ns", 2, "chunk of a long schedule(static,1) loop", static_chunk},
    {"dynamic-chunk", "ns", 2, "chunk of a long schedule(dynamic) loop", dynamic_chunk},
    {"dynamic-monotonic-chunk", "ns", 2, "chunk of a long schedule(monotonic:dynamic) loop", monotonic_chunk},
    {"dynamic-16-chunk", "ns", 2, "chunk of a long schedule(dynamic,16) loop", dynamic_chunk_of_16},
    {"runtime-chunk", "ns", 2, "chunk of a long schedule(runtime) loop, dynamic", runtime_chunk},
    {"dynamic-uneven", "ns", 2, "iteration of a schedule(dynamic) loop, 20 to 1000 ns long", uneven},
    {"region-dynamic", "ns", 2, "parallel for schedule(dynamic,32), 512 doubles", parallel_for_dynamic},
    {"reduction-loop", "ns", 2, "single, for reduction(+: double), barrier", reduction_loop},
    {"sections", "ns", 2, "sections with two sections", sections},
};

const struct group loop_group = GROUP("regions", lines);
