/* Lines on Strassen's matrix product: seven tasks a level, with temporaries of their own. */
#include "bench.h"

#include <math.h>
#include <string.h>

#define SIZE 128

/* A square block inside a matrix of SIZE columns, or a dense temporary: `stride` doubles from row
   to row. */
struct block {
    double *at;
    int stride;
};

static double left[SIZE * SIZE], right[SIZE * SIZE], product[SIZE * SIZE], expected[SIZE * SIZE];

static struct block quarter(struct block b, int half, int row, int col) {
    return (struct block){b.at + row * half * b.stride + col * half, b.stride};
}

/* to = a + sign * b */
static void add(double *to, struct block a, struct block b, double sign, int size) {
    for (int i = 0; i < size; i++)
        for (int k = 0; k < size; k++)
            to[i * size + k] = a.at[i * a.stride + k] + sign * b.at[i * b.stride + k];
}

static void multiply_plain(struct block c, struct block a, struct block b, int size) {
    for (int i = 0; i < size; i++) {
        double *row = c.at + i * c.stride;
        memset(row, 0, size * sizeof *row);
        for (int k = 0; k < size; k++)
            for (int j = 0; j < size; j++)
                row[j] += a.at[i * a.stride + k] * b.at[k * b.stride + j];
    }
}

static void multiply(struct block c, struct block a, struct block b, int size, int cut);

/* to = (a + asign * a2) * (b + bsign * b2); a sign of 0 leaves the second block out. */
static void term(double *to, struct block a, struct block a2, double asign, struct block b, struct block b2,
                 double bsign, int size, int cut) {
    double *sums = malloc(2 * size * size * sizeof *sums);
    if (asign != 0) {
        add(sums, a, a2, asign, size);
        a = (struct block){sums, size};
    }
    if (bsign != 0) {
        add(sums + size * size, b, b2, bsign, size);
        b = (struct block){sums + size * size, size};
    }
    multiply((struct block){to, size}, a, b, size, cut);
    free(sums);
}

static void multiply(struct block c, struct block a, struct block b, int size, int cut) {
    if (size <= cut) {
        multiply_plain(c, a, b, size);
        return;
    }
    int half = size / 2, cells = half * half;
    struct block a11 = quarter(a, half, 0, 0), a12 = quarter(a, half, 0, 1), a21 = quarter(a, half, 1, 0),
                 a22 = quarter(a, half, 1, 1);
    struct block b11 = quarter(b, half, 0, 0), b12 = quarter(b, half, 0, 1), b21 = quarter(b, half, 1, 0),
                 b22 = quarter(b, half, 1, 1);
    double *m = malloc(7 * cells * sizeof *m);
#pragma omp task
    term(m, a11, a22, 1, b11, b22, 1, half, cut);
#pragma omp task
    term(m + cells, a21, a22, 1, b11, b11, 0, half, cut);
#pragma omp task
    term(m + 2 * cells, a11, a11, 0, b12, b22, -1, half, cut);
#pragma omp task
    term(m + 3 * cells, a22, a22, 0, b21, b11, -1, half, cut);
#pragma omp task
    term(m + 4 * cells, a11, a12, 1, b22, b22, 0, half, cut);
#pragma omp task
    term(m + 5 * cells, a21, a11, -1, b11, b12, 1, half, cut);
#pragma omp task
    term(m + 6 * cells, a12, a22, -1, b21, b22, 1, half, cut);
#pragma omp taskwait
    for (int i = 0; i < half; i++)
        for (int k = 0; k < half; k++) {
            double *cell = m + i * half + k, *top = c.at + i * c.stride + k, *low = top + half * c.stride;
            top[0] = cell[0] + cell[3 * cells] - cell[4 * cells] + cell[6 * cells];
            top[half] = cell[2 * cells] + cell[4 * cells];
            low[0] = cell[cells] + cell[3 * cells];
            low[half] = cell[0] - cell[cells] + cell[2 * cells] + cell[5 * cells];
        }
    free(m);
}

static struct block whole(double *at) { return (struct block){at, SIZE}; }

static void fill(void) {
    uint64_t seed = 1;
    for (int i = 0; i < SIZE * SIZE; i++) {
        left[i] = (double)((seed = work(seed, 1)) >> 40) / (1 << 24);
        right[i] = (double)((seed = work(seed, 1)) >> 40) / (1 << 24);
    }
    multiply_plain(whole(expected), whole(left), whole(right), SIZE);
}

static void strassen(long n, int cut) {
    if (expected[0] == 0)
        fill();
    for (long i = 0; i < n; i++) {
#pragma omp parallel
#pragma omp single
        multiply(whole(product), whole(left), whole(right), SIZE, cut);
    }
    double error = 0;
    for (int i = 0; i < SIZE * SIZE; i++)
        error = fmax(error, fabs(product[i] - expected[i]));
    check(error < 1e-9, "matrix product");
}

static void strassen_fine(long n) { strassen(n, 16); }
static void strassen_cut(long n) { strassen(n, 64); }

static const struct line lines[] = {
    {"strassen", "ns", EACH_TEAM, "product of 128 x 128 matrices down to 16, 399 tasks", strassen_fine},
    {"strassen-cut", "ns", EACH_TEAM, "product of 128 x 128 matrices down to 64, 7 tasks", strassen_cut},
};

const struct group strassen_group = GROUP("tasks", lines);
