/* Lines on dependences between tasks. */
#include "bench.h"

#define GRID 24
#define CELLS 64

static void chain(long n) {
    long last = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp task depend(inout : last) firstprivate(i) shared(last)
        last += last == i;
    }
    check(last == n, "dependence chain");
}

static void independent(long n) {
    static long cells[CELLS];
    long sum = 0;
    for (int k = 0; k < CELLS; k++)
        cells[k] = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
        long *cell = &cells[i % CELLS];
#pragma omp task depend(inout : *cell) firstprivate(cell)
        ++*cell;
    }
    for (int k = 0; k < CELLS; k++)
        sum += cells[k];
    check(sum == n, "independent chains");
}

/* One writer, then eight readers, again and again. */
static void fan(long n) {
    long value = 0, wrong = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp task depend(out : value) firstprivate(i) shared(value)
        value = i;
        for (int reader = 0; reader < 8; reader++) {
#pragma omp task depend(in : value) firstprivate(i) shared(value, wrong)
            if (value != i) {
#pragma omp atomic
                wrong++;
            }
        }
    }
    check(wrong == 0, "readers after their writer");
}

static void wavefront(long n) {
    static uint64_t grid[GRID][GRID];
    for (long i = 0; i < n; i++) {
#pragma omp parallel
#pragma omp single
        for (int y = 0; y < GRID; y++)
            for (int x = 0; x < GRID; x++) {
                if (x == 0 || y == 0) {
                    grid[y][x] = 1;
                    continue;
                }
#pragma omp task depend(in : grid[y - 1][x], grid[y][x - 1]) depend(out : grid[y][x]) firstprivate(x, y)
                grid[y][x] = grid[y - 1][x] + grid[y][x - 1];
            }
        /* Binomial(46, 23): the number of ways from corner to corner. */
        check(grid[GRID - 1][GRID - 1] == 8233430727600u, "wavefront");
        grid[GRID - 1][GRID - 1] = 0;
    }
}

static void undeferred(long n) {
    long last = 0;
#pragma omp parallel
#pragma omp single
    for (long i = 0; i < n; i++) {
#pragma omp task depend(inout : last) shared(last)
        last++;
#pragma omp task depend(inout : last) shared(last) if (0)
        last++;
    }
    check(last == 2 * n, "undeferred task after its predecessor");
}

static const struct line lines[] = {
    {"depend-chain", "ns", EACH_TEAM, "task of one chain depend(inout)", chain},
    {"depend-64-chains", "ns", EACH_TEAM, "task of 64 chains depend(inout)", independent},
    {"depend-fan", "ns", EACH_TEAM, "writer and its 8 readers", fan},
    {"wavefront", "ns", EACH_TEAM, "grid of 24 x 24 cells, each after two others, 529 tasks", wavefront},
    {"depend-if-0", "ns", EACH_TEAM, "task, and a dependent task with if(0)", undeferred},
};

const struct group depend_group = GROUP("tasks", lines);
