/* The shared part of the scenario programs: work of a known length, and their last line. */
#ifndef SCENARIO_H
#define SCENARIO_H

#define _GNU_SOURCE
#include <dirent.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

/* Computes for about `microseconds` of one processor's time, the same amount on every runtime. */
static inline uint64_t work(double microseconds) {
    uint64_t x = 1;
    for (long i = 0; i < (long)(microseconds * 1000); i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        __asm__ volatile("" : "+r"(x));
    }
    return x;
}

static int threads_now(void) {
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;
    for (struct dirent *entry; tasks && (entry = readdir(tasks));)
        count += entry->d_name[0] != '.';
    if (tasks)
        closedir(tasks);
    return count;
}

/* Looks at the number of threads now and then, from the time that `watch_threads` is called. */
static atomic_int most_threads;

static void *watcher(void *unused) {
    (void)unused;
    for (;;) {
        int now = threads_now() - 1;
        if (now > most_threads)
            most_threads = now;
        usleep(20000);
    }
    return NULL;
}

static void watch_threads(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, watcher, NULL);
}

/* wall s, processor s, voluntary and involuntary context switches, peak threads */
static void report(double began, int right) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    int now = threads_now() - 1;
    if (now > most_threads)
        most_threads = now;
    printf("%.6f %.6f %ld %ld %d %s\n", seconds() - began,
           used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
           used.ru_nvcsw, used.ru_nivcsw, most_threads, right ? "right" : "WRONG");
}

#endif
