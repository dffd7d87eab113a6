/* Lines on regions far apart: how late they start, and what the idle workers burn in between. */
#include "bench.h"

/* Serial work of the program between two regions. */
static void gap(double ns) {
    for (double end = now() + ns; now() < end;)
        KEEP();
}

/* n regions after a gap each; returns the time of the regions alone. */
static double latency(long n, double ns) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
        gap(ns);
        double start = now();
#pragma omp parallel
        KEEP();
        sum += now() - start;
    }
    return sum;
}

/* The resolution of the clocks, in ns of processor time per region. */
#define RESOLUTION 100

/* The same; returns the processor time that other threads than the calling one used. */
static double burned(long n, double ns) {
    double others = cpu_time(CLOCK_PROCESS_CPUTIME_ID) - cpu_time(CLOCK_THREAD_CPUTIME_ID);
    latency(n, ns);
    others = cpu_time(CLOCK_PROCESS_CPUTIME_ID) - cpu_time(CLOCK_THREAD_CPUTIME_ID) - others;
    return others > n * RESOLUTION ? others : n * RESOLUTION;
}

static double latency_10us(long n) { return latency(n, 1e4); }
static double latency_100us(long n) { return latency(n, 1e5); }
static double latency_1ms(long n) { return latency(n, 1e6); }
static double latency_10ms(long n) { return latency(n, 1e7); }
static double burned_10us(long n) { return burned(n, 1e4); }
static double burned_100us(long n) { return burned(n, 1e5); }
static double burned_1ms(long n) { return burned(n, 1e6); }
static double burned_10ms(long n) { return burned(n, 1e7); }

static const struct line lines[] = {
    {"idle-10us", "ns", 2, "region after 10 us of serial work", .measure = latency_10us},
    {"idle-100us", "ns", 2, "region after 100 us of serial work", .measure = latency_100us},
    {"idle-1ms", "ns", 2, "region after 1 ms of serial work", .measure = latency_1ms},
    {"idle-10ms", "ns", 2, "region after 10 ms of serial work", .measure = latency_10ms},
    {"idle-10us-cpu", "ns", 2, "worker's processor time for the same, 10 us", .measure = burned_10us},
    {"idle-100us-cpu", "ns", 2, "worker's processor time for the same, 100 us", .measure = burned_100us},
    {"idle-1ms-cpu", "ns", 2, "worker's processor time for the same, 1 ms", .measure = burned_1ms},
    {"idle-10ms-cpu", "ns", 2, "worker's processor time for the same, 10 ms", .measure = burned_10ms},
};

const struct group idle_group = GROUP("regions", lines);
