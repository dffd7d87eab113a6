/* Lines on the omp_ routines that programs call in inner loops; each thread of the team calls. */
#include "bench.h"

/* Through a pointer that may change: GCC calls omp_get_thread_num once for a whole loop. */
typedef int (*volatile query)(void);

/* Every thread asks n times and gets the same answer each time; `expected`, unless that is
   negative. */
static void ask(long n, query call, int expected) {
    long wrong = 0;
#pragma omp parallel reduction(+ : wrong)
    {
        int first = call();
        wrong += expected >= 0 && first != expected;
        for (long i = 0; i < n; i++)
            wrong += call() != first;
    }
    check(wrong == 0, "answer of an omp_ routine");
}

static void thread_num(long n) { ask(n, omp_get_thread_num, -1); }
static void num_threads(long n) { ask(n, omp_get_num_threads, team); }
static void max_threads(long n) { ask(n, omp_get_max_threads, -1); }
static void in_parallel(long n) { ask(n, omp_in_parallel, 1); }
static void level(long n) { ask(n, omp_get_level, 1); }

static void thread_num_serial(long n) {
    query call = omp_get_thread_num;
    long sum = 0;
    for (long i = 0; i < n; i++)
        sum += call();
    check(sum == 0, "omp_get_thread_num outside regions");
}

static void wtime(long n) {
    double last = omp_get_wtime();
    long wrong = 0;
    for (long i = 0; i < n; i++) {
        double next = omp_get_wtime();
        wrong += next < last;
        last = next;
    }
    check(wrong == 0, "omp_get_wtime");
}

static const struct line lines[] = {
    {"get-thread-num", "ns", 2, "omp_get_thread_num in a region", thread_num},
    {"get-thread-num-serial", "ns", 2, "omp_get_thread_num outside regions", thread_num_serial},
    {"get-num-threads", "ns", 2, "omp_get_num_threads in a region", num_threads},
    {"get-max-threads", "ns", 2, "omp_get_max_threads in a region", max_threads},
    {"in-parallel", "ns", 2, "omp_in_parallel in a region", in_parallel},
    {"get-level", "ns", 2, "omp_get_level in a region", level},
    {"get-wtime", "ns", 2, "omp_get_wtime", wtime},
};

const struct group query_group = GROUP("regions", lines);
