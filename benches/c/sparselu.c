/* Lines on the LU factorisation of a sparse matrix of blocks, in phases with taskwait and by
   dependences. */
#include "bench.h"

#include <string.h>

#define BLOCKS 10
#define EDGE 8

typedef double block[EDGE][EDGE];

static block original[BLOCKS][BLOCKS], matrix[BLOCKS][BLOCKS], expected[BLOCKS][BLOCKS];
static int filled_at_start[BLOCKS][BLOCKS], filled[BLOCKS][BLOCKS];

/* Factorises a diagonal block in place; the matrix is diagonally dominant, so no pivoting. */
static void diagonal(block d) {
    for (int k = 0; k < EDGE; k++)
        for (int i = k + 1; i < EDGE; i++) {
            d[i][k] /= d[k][k];
            for (int j = k + 1; j < EDGE; j++)
                d[i][j] -= d[i][k] * d[k][j];
        }
}

/* A block right of the diagonal one: solves with its lower half. */
static void right_of(block d, block r) {
    for (int k = 0; k < EDGE; k++)
        for (int i = k + 1; i < EDGE; i++)
            for (int j = 0; j < EDGE; j++)
                r[i][j] -= d[i][k] * r[k][j];
}

/* A block below the diagonal one: solves with its upper half. */
static void below(block d, block b) {
    for (int i = 0; i < EDGE; i++)
        for (int k = 0; k < EDGE; k++) {
            b[i][k] /= d[k][k];
            for (int j = k + 1; j < EDGE; j++)
                b[i][j] -= b[i][k] * d[k][j];
        }
}

static void update(block b, block r, block inner) {
    for (int i = 0; i < EDGE; i++)
        for (int k = 0; k < EDGE; k++)
            for (int j = 0; j < EDGE; j++)
                inner[i][j] -= b[i][k] * r[k][j];
}

/* Whether the block takes part in the update of step k; a block that was empty is filled by it. */
static int touched(int k, int i, int j) {
    if (!filled[i][k] || !filled[k][j])
        return 0;
    filled[i][j] = 1;
    return 1;
}

static void in_phases(void) {
    for (int k = 0; k < BLOCKS; k++) {
        diagonal(matrix[k][k]);
        for (int j = k + 1; j < BLOCKS; j++)
            if (filled[k][j]) {
#pragma omp task firstprivate(k, j)
                right_of(matrix[k][k], matrix[k][j]);
            }
        for (int i = k + 1; i < BLOCKS; i++)
            if (filled[i][k]) {
#pragma omp task firstprivate(k, i)
                below(matrix[k][k], matrix[i][k]);
            }
#pragma omp taskwait
        for (int i = k + 1; i < BLOCKS; i++)
            for (int j = k + 1; j < BLOCKS; j++)
                if (touched(k, i, j)) {
#pragma omp task firstprivate(k, i, j)
                    update(matrix[i][k], matrix[k][j], matrix[i][j]);
                }
#pragma omp taskwait
    }
}

static void by_dependences(void) {
    for (int k = 0; k < BLOCKS; k++) {
#pragma omp task firstprivate(k) depend(inout : matrix[k][k])
        diagonal(matrix[k][k]);
        for (int j = k + 1; j < BLOCKS; j++)
            if (filled[k][j]) {
#pragma omp task firstprivate(k, j) depend(in : matrix[k][k]) depend(inout : matrix[k][j])
                right_of(matrix[k][k], matrix[k][j]);
            }
        for (int i = k + 1; i < BLOCKS; i++)
            if (filled[i][k]) {
#pragma omp task firstprivate(k, i) depend(in : matrix[k][k]) depend(inout : matrix[i][k])
                below(matrix[k][k], matrix[i][k]);
            }
        for (int i = k + 1; i < BLOCKS; i++)
            for (int j = k + 1; j < BLOCKS; j++)
                if (touched(k, i, j)) {
#pragma omp task firstprivate(k, i, j) depend(in : matrix[i][k], matrix[k][j]) depend(inout : matrix[i][j])
                    update(matrix[i][k], matrix[k][j], matrix[i][j]);
                }
    }
}

/* Outside a region every task is run at once, so the phases give the serial result. */
static void fill(void) {
    uint64_t seed = 1;
    for (int i = 0; i < BLOCKS; i++)
        for (int j = 0; j < BLOCKS; j++) {
            filled_at_start[i][j] = i == j || (seed = work(seed, 1)) >> 62 < 2;
            for (int c = 0; filled_at_start[i][j] && c < EDGE * EDGE; c++)
                original[i][j][c / EDGE][c % EDGE] =
                    (double)((seed = work(seed, 1)) >> 40) / (1 << 24) + (i == j && c % (EDGE + 1) == 0 ? 1000 : 0);
        }
    memcpy(matrix, original, sizeof matrix);
    memcpy(filled, filled_at_start, sizeof filled);
    in_phases();
    memcpy(expected, matrix, sizeof matrix);
}

static void factorise(long n, void (*body)(void)) {
    if (expected[0][0][0][0] == 0)
        fill();
    for (long i = 0; i < n; i++) {
        memcpy(matrix, original, sizeof matrix);
        memcpy(filled, filled_at_start, sizeof filled);
#pragma omp parallel
#pragma omp single
        body();
        check(!memcmp(matrix, expected, sizeof matrix), "LU factorisation");
    }
}

static void lu(long n) { factorise(n, in_phases); }
static void lu_depend(long n) { factorise(n, by_dependences); }

static const struct line lines[] = {
    {"sparse-lu", "ns", EACH_TEAM, "LU of 10 x 10 sparse blocks of 8 x 8, taskwait between phases", lu},
    {"sparse-lu-depend", "ns", EACH_TEAM, "LU of 10 x 10 sparse blocks of 8 x 8, by dependences", lu_depend},
};

const struct group sparselu_group = GROUP("tasks", lines);
