/* Lines on a merge sort: two tasks a level down to pieces of 32 or 2048 numbers. */
#include "bench.h"

#include <string.h>

#define LENGTH 32768

static uint32_t numbers[LENGTH], scratch[LENGTH];

static void insertion(uint32_t *a, int length) {
    for (int i = 1; i < length; i++) {
        uint32_t x = a[i];
        int k = i;
        for (; k > 0 && a[k - 1] > x; k--)
            a[k] = a[k - 1];
        a[k] = x;
    }
}

static void merge(uint32_t *a, uint32_t *other, int length) {
    int left = 0, right = length / 2, mid = right;
    for (int i = 0; i < length; i++)
        other[i] = right >= length || (left < mid && a[left] <= a[right]) ? a[left++] : a[right++];
    memcpy(a, other, length * sizeof *a);
}

static void serial(uint32_t *a, uint32_t *other, int length) {
    if (length <= 32) {
        insertion(a, length);
        return;
    }
    serial(a, other, length / 2);
    serial(a + length / 2, other + length / 2, length - length / 2);
    merge(a, other, length);
}

static void tasks(uint32_t *a, uint32_t *other, int length, int cut) {
    if (length <= cut) {
        serial(a, other, length);
        return;
    }
    int half = length / 2;
#pragma omp task
    tasks(a, other, half, cut);
#pragma omp task
    tasks(a + half, other + half, length - half, cut);
#pragma omp taskwait
    merge(a, other, length);
}

static void sort(long n, int cut) {
    for (long i = 0; i < n; i++) {
        uint32_t seed = 1;
        for (int k = 0; k < LENGTH; k++)
            numbers[k] = seed = seed * 1664525u + 1013904223u;
#pragma omp parallel
#pragma omp single
        tasks(numbers, scratch, LENGTH, cut);
        long wrong = 0;
        for (int k = 1; k < LENGTH; k++)
            wrong += numbers[k - 1] > numbers[k];
        check(wrong == 0, "sorted numbers");
    }
}

static void sort_fine(long n) { sort(n, 32); }
static void sort_cut(long n) { sort(n, 2048); }

static const struct line lines[] = {
    {"sort", "ns", EACH_TEAM, "merge sort of 32768 numbers, 2046 tasks", sort_fine},
    {"sort-cut", "ns", EACH_TEAM, "merge sort of 32768 numbers, 30 tasks", sort_cut},
};

const struct group sort_group = GROUP("tasks", lines);
