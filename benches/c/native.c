/* Lines on native threads that open a region each and go, on loading, and on the first region of a
   process. */
#define _GNU_SOURCE
#include "bench.h"

#include <dlfcn.h>
#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

static void *one_region(void *sum) {
    long threads = 0;
#pragma omp parallel num_threads(2) reduction(+ : threads)
    threads++;
    *(long *)sum += threads;
    return NULL;
}

static void short_lived(long n) {
    long sum = 0;
    for (long i = 0; i < n; i++) {
        pthread_t thread;
        check(pthread_create(&thread, NULL, one_region, &sum) == 0, "pthread_create");
        pthread_join(thread, NULL);
    }
    check(sum == 2 * n, "regions of short-lived threads");
}

static double threads_left(void) {
    short_lived(500);
    return thread_count();
}

/* Starts /bin/true and waits for it; ns. */
static double start_true(char **environment) {
    double start = now();
    pid_t child;
    int status = -1;
    check(posix_spawn(&child, "/bin/true", NULL, NULL, (char *[]){"true", NULL}, environment) == 0, "posix_spawn");
    waitpid(child, &status, 0);
    check(status == 0, "exit status of /bin/true");
    return now() - start;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* With the runtime preloaded and without, in turn: the median of the differences, times n. */
static double load(long n) {
    Dl_info info;
    check(dladdr((void *)(uintptr_t)omp_get_max_threads, &info) != 0, "dladdr");
    char preload[4096];
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", info.dli_fname);
    char *with[] = {preload, NULL}, *without[] = {NULL};

    double *extra = malloc(n * sizeof *extra);
    for (long i = 0; i < n; i++) {
        double bare = start_true(without);
        extra[i] = start_true(with) - bare;
    }
    qsort(extra, n, sizeof *extra, ascending);
    double median = extra[n / 2];
    free(extra);
    return (median > 1000 ? median : 1000) * n;
}

static double first_region(void) {
    double start = now();
#pragma omp parallel
    KEEP();
    return now() - start;
}

static const struct line lines[] = {
    {"native-thread", "ns", 2, "native thread that opens one region of 2 and ends", short_lived},
    {"native-threads-left", "threads", 2, "threads of the process after 500 such threads", .once = threads_left},
    {"load", "ns", 2, "/bin/true with the runtime preloaded, over /bin/true alone", .measure = load},
    {"first-region", "ns", 2, "first region of a process", .once = first_region},
};

const struct group native_group = GROUP("regions", lines);
