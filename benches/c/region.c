/* Lines on opening and closing a parallel region. */
#include "bench.h"

#define CELLS 2048

static double cells[CELLS];

static void empty(long n) {
    for (long i = 0; i < n; i++) {
#pragma omp parallel
        KEEP();
    }
}

static void with_arguments(long n) {
    long got = 0;
    for (long i = 0; i < n; i++) {
        int a = (int)i, b = a + 1, c = a + 2, d = a + 3, e = a + 4;
        long seen[2] = {0, 0};
#pragma omp parallel firstprivate(a, b, c, d, e) shared(seen)
        {
            int me = omp_get_thread_num();
            if (me < 2)
                seen[me] = a + b + c + d + e;
        }
        got += seen[0] == seen[1] && seen[0] == 5L * (int)i + 10;
    }
    check(got == n, "region arguments");
}

static void loop(long n) {
    for (long i = 0; i < n; i++) {
#pragma omp parallel for schedule(static)
        for (int k = 0; k < CELLS; k++)
            cells[k] = cells[k] * 0.5 + 1.0;
    }
}

static void reduction(long n) {
    double total = 0;
    for (long i = 0; i < n; i++) {
        double sum = 0;
#pragma omp parallel reduction(+ : sum)
        sum += 1;
        total += sum;
    }
    check(total == (double)n * team, "reduction of a region");
}

static void reduction_of_eight(long n) {
    double total = 0;
    for (long i = 0; i < n; i++) {
        double s[8] = {0};
#pragma omp parallel reduction(+ : s)
        for (int k = 0; k < 8; k++)
            s[k] += 1;
        total += s[0] + s[7];
    }
    check(total == 2.0 * n * team, "reduction of eight elements");
}

static void serialised(long n) {
    int serial = team > 1000;
    for (long i = 0; i < n; i++) {
#pragma omp parallel if (serial)
        KEEP();
    }
}

static void clause(long n) {
    int threads = team;
    for (long i = 0; i < n; i++) {
#pragma omp parallel num_threads(threads)
        KEEP();
    }
}

/* One region of each of the sizes in turn, n regions in all. */
static void sizes(long n, const int *size, int count) {
    for (long i = 0; i < n; i++) {
        int threads = size[i % count], got = 0;
#pragma omp parallel num_threads(threads)
        {
#pragma omp master
            got = omp_get_num_threads();
        }
        check(got == threads, "team size");
    }
}

static void sizes_2_1(long n) { sizes(n, (int[]){2, 1}, 2); }
static void sizes_2_4(long n) { sizes(n, (int[]){2, 4}, 2); }
static void sizes_1_to_8(long n) { sizes(n, (int[]){1, 2, 3, 4, 5, 6, 7, 8}, 8); }
static void sizes_mixed(long n) { sizes(n, (int[]){2, 8, 1, 3, 2, 5, 1, 2, 4, 2}, 10); }

static const struct line lines[] = {
    {"region", "ns", 2, "empty region", empty},
    {"region-clause", "ns", 2, "empty region with num_threads(2)", clause},
    {"region-arguments", "ns", 2, "region with five firstprivate variables and a shared array", with_arguments},
    {"region-loop", "ns", 2, "parallel for over 2048 doubles", loop},
    {"region-reduction", "ns", 2, "region with reduction(+: double)", reduction},
    {"region-reduction-8", "ns", 2, "region with a reduction of eight doubles", reduction_of_eight},
    {"region-serial", "ns", 2, "region with if(0)", serialised},
    {"region-1", "ns", 1, "region of one thread", empty},
    {"sizes-2-1", "ns", 2, "region, sizes 2 and 1 in turn", sizes_2_1},
    {"sizes-2-4", "ns", 2, "region, sizes 2 and 4 in turn", sizes_2_4},
    {"sizes-1-to-8", "ns", 2, "region, sizes 1 to 8 in turn", sizes_1_to_8},
    {"sizes-mixed", "ns", 2, "region, sizes 2 8 1 3 2 5 1 2 4 2 in turn", sizes_mixed},
};

const struct group region_group = GROUP("regions", lines);
