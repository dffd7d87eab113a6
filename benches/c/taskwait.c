/* Lines on waiting for tasks: taskwait, taskgroup, task reductions, taskyield. */
#include "bench.h"

static void wait_one(long n) {
    long done = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp task shared(done)
        done++;
#pragma omp taskwait
    }
    check(done == n, "taskwait");
}

static void wait_none(long n) {
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp taskwait
    }
}

static void group(long n) {
    long done = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp taskgroup
        {
#pragma omp task shared(done)
            {
#pragma omp atomic
                done++;
            }
#pragma omp task shared(done)
            {
#pragma omp atomic
                done++;
            }
        }
    }
    check(done == 2 * n, "taskgroup");
}

static void group_none(long n) {
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp taskgroup
        KEEP();
    }
}

static void reduction(long n) {
    long sum = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp taskgroup task_reduction(+ : sum)
        for (int k = 0; k < 8; k++) {
#pragma omp task in_reduction(+ : sum)
            sum++;
        }
    }
    check(sum == 8 * n, "task reduction");
}

static void yield(long n) {
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp taskyield
    }
}

static const struct line lines[] = {
    {"taskwait", "ns", EACH_TEAM, "one task and taskwait", wait_one},
    {"taskwait-empty", "ns", EACH_TEAM, "taskwait without children", wait_none},
    {"taskgroup", "ns", EACH_TEAM, "taskgroup of two tasks", group},
    {"taskgroup-empty", "ns", EACH_TEAM, "taskgroup without tasks", group_none},
    {"task-reduction", "ns", EACH_TEAM, "taskgroup task_reduction with 8 tasks in_reduction", reduction},
    {"taskyield", "ns", EACH_TEAM, "taskyield with nothing to run", yield},
};

const struct group taskwait_group = GROUP("tasks", lines);
