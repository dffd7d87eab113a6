/* Lines on the memory that queued tasks hold. */
#include "bench.h"

#define MILLION 1000000

static long ran;
static int gate;

/*
 * Tasks that cannot begin: they all depend on one that waits until the last of them is there. Ten
 * thousand of them, because libgomp's time for this grows with the square of their number.
 */
static double queued(void) {
    const long count = 10000;
    double before = 0, after = 0;
    int open = 0, waiting = 0;
#pragma omp parallel
#pragma omp single
    {
#pragma omp task depend(out : gate) shared(open, waiting)
        {
            int seen = 0;
            for (__atomic_store_n(&waiting, 1, __ATOMIC_RELEASE); !seen;)
                seen = __atomic_load_n(&open, __ATOMIC_ACQUIRE);
        }
        /* This thread must not be the one that runs the gate. */
        while (!__atomic_load_n(&waiting, __ATOMIC_ACQUIRE))
            KEEP();
        before = proc_kib("/proc/self/status", "VmRSS:");
        for (long i = 0; i < count; i++) {
#pragma omp task depend(in : gate) firstprivate(i)
            {
#pragma omp atomic
                ran += i >= 0;
            }
        }
        after = proc_kib("/proc/self/status", "VmRSS:");
        __atomic_store_n(&open, 1, __ATOMIC_RELEASE);
    }
    check(ran == count, "tasks behind a gate");
    return (after - before) * 1024 / count;
}

/* Tasks that may begin at once, created faster than they are run: the runtime should bound the
   queue. */
static double run_ahead(void) {
    double before = proc_kib("/proc/self/status", "VmRSS:");
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < MILLION; i++) {
#pragma omp task firstprivate(i)
        {
            work(i, 200);
#pragma omp atomic
            ran++;
        }
    }
    check(ran == MILLION, "a million tasks");
    return proc_kib("/proc/self/status", "VmHWM:") - before;
}

static const struct line lines[] = {
    {"memory-queued", "B", 2, "memory of a task that waits for a dependence", .once = queued},
    {"memory-million", "KiB", 2, "most memory during a million independent tasks of 200 ns", .once = run_ahead},
};

const struct group taskmem_group = GROUP("tasks", lines);
