/* Lines on barriers, single, ordered and atomic. */
#include "bench.h"

static void barrier(long n) {
#pragma omp parallel
    for (long i = 0; i < n; i++) {
#pragma omp barrier
    }
}

static void single(long n) {
    long done = 0;
#pragma omp parallel
    for (long i = 0; i < n; i++) {
#pragma omp single
        done++;
    }
    check(done == n, "single");
}

static void single_nowait(long n) {
    long done = 0;
#pragma omp parallel
    for (long i = 0; i < n; i++) {
#pragma omp single nowait
        {
#pragma omp atomic
            done++;
        }
    }
    check(done == n, "single nowait");
}

static void copyprivate(long n) {
    long wrong = 0;
#pragma omp parallel reduction(+ : wrong)
    for (long i = 0; i < n; i++) {
        long mine = -1;
#pragma omp single copyprivate(mine)
        mine = i;
        wrong += mine != i;
    }
    check(wrong == 0, "copyprivate");
}

static void master(long n) {
    long done = 0;
#pragma omp parallel
    for (long i = 0; i < n; i++) {
#pragma omp master
        done++;
#pragma omp barrier
    }
    check(done == n, "master");
}

static void ordered_static(long n) {
    long last = 0;
#pragma omp parallel for ordered schedule(static, 1)
    for (long i = 0; i < n; i++) {
#pragma omp ordered
        last += last == i;
    }
    check(last == n, "ordered");
}

static void ordered_dynamic(long n) {
    long last = 0;
#pragma omp parallel for ordered schedule(dynamic, 1)
    for (long i = 0; i < n; i++) {
#pragma omp ordered
        last += last == i;
    }
    check(last == n, "ordered");
}

/*
 * An update that no instruction does, so that the runtime has to. GCC emits GOMP_atomic_start and
 * _end; Clang calls libatomic instead, so its build calls what the Intel compilers emit.
 */
static long double wide;

#ifdef __clang__
struct ident;
int32_t __kmpc_global_thread_num(struct ident *);
void __kmpc_atomic_float10_add(struct ident *, int32_t, long double *, long double);
#define ADD_WIDE(gtid) __kmpc_atomic_float10_add(NULL, gtid, &wide, 1)
#else
static int32_t __kmpc_global_thread_num(void *unused) { return unused != NULL; }
#define ADD_WIDE(gtid)                                                                                                 \
    do {                                                                                                               \
        (void)(gtid);                                                                                                  \
        _Pragma("omp atomic") wide += 1;                                                                               \
    } while (0)
#endif

static void atomic_free(long n) {
    wide = 0;
#pragma omp parallel
    {
#pragma omp master
        {
            int32_t me = __kmpc_global_thread_num(NULL);
            for (long i = 0; i < n; i++)
                ADD_WIDE(me);
        }
    }
    check(wide == n, "atomic of a long double");
}

static void atomic_contended(long n) {
    long each = share(n);
    wide = 0;
#pragma omp parallel
    {
        int32_t me = __kmpc_global_thread_num(NULL);
        for (long i = 0; i < each; i++)
            ADD_WIDE(me);
    }
    check(wide == (long double)each * team, "atomic of a long double");
}

static const struct line lines[] = {
    {"barrier", "ns", 2, "barrier", barrier},
    {"barrier-4", "ns", 4, "barrier of 4 threads", barrier},
    {"single", "ns", 2, "single", single},
    {"single-nowait", "ns", 2, "single nowait with an atomic increment", single_nowait},
    {"copyprivate", "ns", 2, "single copyprivate", copyprivate},
    {"master-barrier", "ns", 2, "master, barrier", master},
    {"ordered-static", "ns", 2, "iteration of an ordered schedule(static,1) loop", ordered_static},
    {"ordered-dynamic", "ns", 2, "iteration of an ordered schedule(dynamic) loop", ordered_dynamic},
    {"atomic-free", "ns", 2, "atomic += on a long double, one thread", atomic_free},
    {"atomic-contended", "ns", 2, "atomic += on a long double, two threads", atomic_contended},
};

const struct group sync_group = GROUP("regions", lines);
