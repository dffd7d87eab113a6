/* The interface between files of benchmark lines and the program that runs one of them. */
#ifndef BENCH_H
#define BENCH_H

#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* A line that runs with teams of 1, 2 and 8 threads in turn. */
#define EACH_TEAM 0

/* One line of the table. Exactly one of `run`, `measure` and `once` is set. */
struct line {
    const char *name;
    const char *unit; /* "ns" for a time per operation; "KiB", "B" or "threads" for a plain value */
    int threads;      /* team size, or EACH_TEAM */
    const char *what; /* what one operation is */
    void (*run)(long n);       /* does n operations; the caller takes the time */
    double (*measure)(long n); /* does n operations and returns its own total, in ns */
    double (*once)(void);      /* returns the value, in `unit`; called once in a process, before any region */
};

struct group {
    const char *name; /* "regions" or "tasks" */
    const struct line *lines;
    int count;
};

#define GROUP(kind, array) {kind, array, sizeof(array) / sizeof(array)[0]}

/* One group a source file; main.c lists them all. */
extern const struct group region_group, loop_group, sync_group, lock_group, query_group, nested_group, native_group,
    idle_group, memory_group, spawn_group, recursion_group, sort_group, strassen_group, sparselu_group, tree_group,
    taskloop_group, depend_group, taskwait_group, taskmem_group;

/* Team size of this process's line. */
extern int team;

/* Ends the process with a message: a runtime that computes something else must not win. */
void check(int ok, const char *what);

/* How many times each thread does something that the team does n times together, at least once. */
static inline long share(long n) { return (n + team - 1) / team; }

/* Wall clock, ns. */
static inline double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

/* Processor time of the whole process (CLOCK_PROCESS_CPUTIME_ID) or of this thread, ns. */
static inline double cpu_time(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

/* Number of threads this process has now, from /proc/self/task. */
int thread_count(void);

/* A value in KiB from a file of /proc, such as "Anonymous:" of /proc/self/smaps_rollup; -1 when it
   is not there. */
double proc_kib(const char *file, const char *key);

/* A dependent chain of multiplications, roughly 1 ns each, that no compiler shortens. */
static inline uint64_t work(uint64_t x, int steps) {
    for (int i = 0; i < steps; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        __asm__ volatile("" : "+r"(x));
    }
    return x;
}

/* Marks a place that the optimiser must not move anything across or drop. */
#define KEEP() __asm__ volatile("" ::: "memory")

#endif
