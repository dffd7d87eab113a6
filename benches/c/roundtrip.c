/*
 * How long a cache line takes from one core to another and back, in ns: the floor of everything two
 * threads can tell each other, and the measure of how quiet the machine is right now. Uses no
 * OpenMP.
 *
 *   roundtrip MS      plays for MS milliseconds in batches; prints the best batch and the median
 *                     one, or 0 0 where there is one processor only
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TRIPS 200
#define BATCHES 1000

/* Even: the line is at home; odd: it is with the echo. Negative: the echo may go. */
static _Alignas(128) atomic_long ball;
static cpu_set_t echo_cpu;

/* Some ten microseconds of looking mean that the other one does not run: others need the processor
   more. */
static void look_again(int *looks) {
    if (++*looks % 4096 == 0)
        sched_yield();
}

static void *echo(void *unused) {
    sched_setaffinity(0, sizeof echo_cpu, &echo_cpu);
    for (int looks = 0;; look_again(&looks)) {
        long seen = atomic_load_explicit(&ball, memory_order_acquire);
        if (seen < 0)
            return unused;
        if (seen & 1)
            atomic_store_explicit(&ball, seen + 1, memory_order_release);
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

/* Plays TRIPS round trips and returns ns per trip. */
static double play(void) {
    double start = now();
    for (int i = 0; i < TRIPS; i++) {
        long sent = atomic_load_explicit(&ball, memory_order_relaxed) + 1;
        atomic_store_explicit(&ball, sent, memory_order_release);
        for (int looks = 0; atomic_load_explicit(&ball, memory_order_acquire) != sent + 1;)
            look_again(&looks);
    }
    return (now() - start) / TRIPS;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    double ms = argc > 1 ? atof(argv[1]) : 2;
    cpu_set_t mine, home_cpu;
    sched_getaffinity(0, sizeof mine, &mine);
    if (CPU_COUNT(&mine) < 2) {
        printf("0 0\n");
        return 0;
    }
    CPU_ZERO(&home_cpu);
    CPU_ZERO(&echo_cpu);
    for (int cpu = 0; cpu < CPU_SETSIZE && !CPU_COUNT(&echo_cpu); cpu++)
        if (CPU_ISSET(cpu, &mine))
            CPU_SET(cpu, CPU_COUNT(&home_cpu) ? &echo_cpu : &home_cpu);
    sched_setaffinity(0, sizeof home_cpu, &home_cpu);

    pthread_t other;
    if (pthread_create(&other, NULL, echo, NULL))
        return 1;
    play();
    static double batch[BATCHES];
    int count = 0;
    for (double start = now(); count == 0 || (count < BATCHES && now() - start < ms * 1e6);)
        batch[count++] = play();
    atomic_store_explicit(&ball, -1, memory_order_release);
    pthread_join(other, NULL);
    qsort(batch, count, sizeof batch[0], ascending);
    printf("%.1f %.1f\n", batch[0], batch[count / 2]);
    return 0;
}
