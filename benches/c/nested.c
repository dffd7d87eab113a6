/* Lines on more threads than processors: nested teams, oversubscribed ones, several teams at the
   same time. */
#include "bench.h"

#include <pthread.h>

#define CALLERS 4

static void nested(long n) {
    omp_set_max_active_levels(2);
    long inner = 0;
    for (long i = 0; i < n; i++) {
#pragma omp parallel num_threads(2) reduction(+ : inner)
        {
#pragma omp parallel num_threads(2) reduction(+ : inner)
            inner++;
        }
    }
    check(inner == 4 * n, "nested regions");
}

static void nested_inner(long n) {
    omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2)
    for (long i = 0; i < n; i++) {
#pragma omp parallel num_threads(2)
        KEEP();
    }
}

static void nested_loop(long n) {
    omp_set_max_active_levels(2);
    long done = 0;
    for (long i = 0; i < n; i++) {
#pragma omp parallel for num_threads(2) reduction(+ : done)
        for (int k = 0; k < 4; k++) {
#pragma omp parallel for num_threads(2) reduction(+ : done)
            for (int j = 0; j < 64; j++)
                done++;
        }
    }
    check(done == 256 * n, "nested loops");
}

/* Nesting that the program never asked for, as when a parallel library is called from a parallel
   program. */
static void nested_default(long n) {
#pragma omp parallel num_threads(2)
    for (long i = 0; i < n; i++) {
#pragma omp parallel
        KEEP();
    }
}

static void region(long n) {
    for (long i = 0; i < n; i++) {
#pragma omp parallel
        KEEP();
    }
}

static void barrier(long n) {
#pragma omp parallel
    for (long i = 0; i < n; i++) {
#pragma omp barrier
    }
}

static void loop(long n) {
    for (long i = 0; i < n; i++) {
#pragma omp parallel for schedule(dynamic)
        for (int k = 0; k < 64; k++)
            work(k, 100);
    }
}

static void *caller(void *regions) {
    for (long i = 0; i < *(long *)regions; i++) {
#pragma omp parallel num_threads(2)
        KEEP();
    }
    return NULL;
}

static void *busy_caller(void *regions) {
    for (long i = 0; i < *(long *)regions; i++) {
#pragma omp parallel for num_threads(2)
        for (int k = 0; k < 64; k++)
            work(k, 100);
    }
    return NULL;
}

/* Native threads that open regions at the same time, about n in all. */
static void at_once(long n, void *(*body)(void *)) {
    long each = n / CALLERS + 1;
    pthread_t thread[CALLERS];
    for (int i = 0; i < CALLERS; i++)
        check(pthread_create(&thread[i], NULL, body, &each) == 0, "pthread_create");
    for (int i = 0; i < CALLERS; i++)
        pthread_join(thread[i], NULL);
}

static void empty_at_once(long n) { at_once(n, caller); }
static void busy_at_once(long n) { at_once(n, busy_caller); }

static const struct line lines[] = {
    {"nested-2x2", "ns", 2, "region of 2, in each thread a region of 2", nested},
    {"nested-inner", "ns", 2, "region of 2 in each of 2 threads, the outer region kept", nested_inner},
    {"nested-loops", "ns", 2, "parallel for of 4, in each a parallel for of 64", nested_loop},
    {"nested-default", "ns", 2, "region in a region, nesting left at its default", nested_default},
    {"over-region-8", "ns", 8, "empty region of 8 threads", region},
    {"over-barrier-8", "ns", 8, "barrier of 8 threads", barrier},
    {"over-loop-8", "ns", 8, "parallel for schedule(dynamic), 64 x 100 ns, 8 threads", loop},
    {"over-region-32", "ns", 32, "empty region of 32 threads", region},
    {"teams-at-once", "ns", 2, "empty region of 2, opened by 4 native threads at a time", empty_at_once},
    {"teams-at-once-busy", "ns", 2, "parallel for of 64 x 100 ns by 2, in 4 native threads at a time", busy_at_once},
};

const struct group nested_group = GROUP("regions", lines);
