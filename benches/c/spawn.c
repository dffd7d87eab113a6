/* Lines on creating and running independent tasks. */
#include "bench.h"

/* Tasks this thread has run; a thread-local counter costs one instruction and no cache line of
   another thread. */
static _Thread_local long ran;
static long total;

/* A function of its own because an untied task may not name a thread-local variable. */
static inline void tally(void) { ran++; }

/* A team in which one thread creates n tasks with body BODY, the others run them. */
#define ONE_PRODUCER(n, PRAGMA, BODY)                                                                                  \
    do {                                                                                                               \
        total = 0;                                                                                                     \
        _Pragma("omp parallel") {                                                                                      \
            ran = 0;                                                                                                   \
            _Pragma("omp barrier") _Pragma("omp single") for (long i = 0; i < (n); i++) {                              \
                _Pragma(PRAGMA) {                                                                                      \
                    tally();                                                                                           \
                    BODY;                                                                                              \
                }                                                                                                      \
            }                                                                                                          \
            _Pragma("omp atomic") total += ran;                                                                        \
        }                                                                                                              \
        check(total == (n), "number of tasks run");                                                                    \
    } while (0)

static void one_producer(long n) { ONE_PRODUCER(n, "omp task firstprivate(i)", KEEP()); }
static void of_100ns(long n) { ONE_PRODUCER(n, "omp task firstprivate(i)", work(i, 100)); }
static void of_1us(long n) { ONE_PRODUCER(n, "omp task firstprivate(i)", work(i, 1000)); }
static void untied(long n) { ONE_PRODUCER(n, "omp task firstprivate(i) untied", KEEP()); }
static void priority(long n) { ONE_PRODUCER(n, "omp task firstprivate(i) priority(i & 3)", KEEP()); }
static void undeferred(long n) { ONE_PRODUCER(n, "omp task firstprivate(i) if(i < 0)", KEEP()); }
static void final_task(long n) { ONE_PRODUCER(n, "omp task firstprivate(i) final(i >= 0)", KEEP()); }

static void payload(long n) {
    struct {
        long words[32];
    } data = {{1, 2, 3}};
    ONE_PRODUCER(n, "omp task firstprivate(data)", check(data.words[2] == 3, "firstprivate of a task"));
}

static void all_produce(long n) {
    long each = share(n);
    total = 0;
#pragma omp parallel
    {
        ran = 0;
#pragma omp barrier
        for (long i = 0; i < each; i++) {
#pragma omp task firstprivate(i)
            {
                tally();
                KEEP();
            }
        }
#pragma omp barrier
#pragma omp atomic
        total += ran;
    }
    check(total == each * team, "number of tasks run");
}

/* A final task whose n children are included ones. */
static void included(long n) {
    total = 0;
#pragma omp parallel
#pragma omp single
#pragma omp task final(1)
    for (long i = 0; i < n; i++) {
#pragma omp task firstprivate(i)
        {
            total++;
            KEEP();
        }
    }
    check(total == n, "number of included tasks");
}

static const struct line lines[] = {
    {"spawn-one", "ns", EACH_TEAM, "empty task, one producer", one_producer},
    {"spawn-all", "ns", EACH_TEAM, "empty task, every thread a producer", all_produce},
    {"spawn-100ns", "ns", EACH_TEAM, "task of 100 ns, one producer", of_100ns},
    {"spawn-1us", "ns", EACH_TEAM, "task of 1 us, one producer", of_1us},
    {"spawn-untied", "ns", EACH_TEAM, "empty untied task, one producer", untied},
    {"spawn-256-bytes", "ns", EACH_TEAM, "task with 256 bytes firstprivate, one producer", payload},
    {"spawn-priority", "ns", EACH_TEAM, "empty task of priority 0 to 3 in turn, one producer", priority},
    {"if-0", "ns", EACH_TEAM, "task with if(0)", undeferred},
    {"final", "ns", EACH_TEAM, "task with final(1)", final_task},
    {"included", "ns", EACH_TEAM, "task inside a final task", included},
};

const struct group spawn_group = GROUP("tasks", lines);
