/*
 * A serial program that opens a region now and then: how late the region is, and what waiting costs
 * in between.
 *
 *   gaps GAP REGIONS     computes for GAP us, opens an empty region of two threads, and so on,
 *                        REGIONS times, after as many again that count for nothing
 *
 * Prints key=value fields, separated by tabs: the median latency of a region (latency, ns), and per
 * region the processor time of the whole process (cpu, ns), of the threads other than the first
 * (workers, ns), and context switches (switches); then the library that answered.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define MOST 1000000

static double latency[MOST];

static double clock_now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static double now(void) { return clock_now(CLOCK_MONOTONIC); }

static double switches(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_nvcsw + use.ru_nivcsw;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void regions(long count, double gap) {
    for (long i = 0; i < count; i++) {
        for (double end = now() + gap; now() < end;)
            ;
        double start = now();
#pragma omp parallel num_threads(2)
        __asm__ volatile("" ::: "memory");
        latency[i] = now() - start;
    }
}

int main(int argc, char **argv) {
    double gap = argc == 3 ? atof(argv[1]) * 1e3 : 0;
    long count = argc == 3 ? atol(argv[2]) : 0;
    if (gap <= 0 || count < 1 || count > MOST) {
        fprintf(stderr, "usage: gaps MICROSECONDS REGIONS\n");
        return 2;
    }
    /* The runtime learns in these regions, which are not measured. */
    regions(count, gap);
    double cpu = clock_now(CLOCK_PROCESS_CPUTIME_ID), own = clock_now(CLOCK_THREAD_CPUTIME_ID), seen = switches();
    regions(count, gap);
    cpu = clock_now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    own = clock_now(CLOCK_THREAD_CPUTIME_ID) - own;
    seen = switches() - seen;
    qsort(latency, count, sizeof latency[0], ascending);
    Dl_info info;
    printf("latency=%.1f\tcpu=%.1f\tworkers=%.1f\tswitches=%.3f\tlibrary=%s\n", latency[count / 2], cpu / count,
           (cpu - own) / count, seen / count,
           dladdr((void *)(uintptr_t)omp_get_max_threads, &info) ? info.dli_fname : "?");
    return 0;
}
