/* Lines on recursive tasks: Fibonacci numbers and queens, with a task a call and with a cut-off. */
#include "bench.h"

static long fib_serial(int n) { return n < 2 ? n : fib_serial(n - 1) + fib_serial(n - 2); }

static long fib_tasks(int n, int cut) {
    if (n < 2)
        return n;
    if (n < cut)
        return fib_serial(n);
    long a, b;
#pragma omp task shared(a)
    a = fib_tasks(n - 1, cut);
#pragma omp task shared(b)
    b = fib_tasks(n - 2, cut);
#pragma omp taskwait
    return a + b;
}

static long fib_undeferred(int n, int cut) {
    if (n < 2)
        return n;
    long a, b;
#pragma omp task shared(a) if (n > cut)
    a = fib_undeferred(n - 1, cut);
#pragma omp task shared(b) if (n > cut)
    b = fib_undeferred(n - 2, cut);
#pragma omp taskwait
    return a + b;
}

static void fib_if(long n) {
    for (long i = 0; i < n; i++) {
        long result = 0;
#pragma omp parallel
#pragma omp single
        result = fib_undeferred(20, 10);
        check(result == 6765, "Fibonacci number");
    }
}

static void fib(long n, int of, int cut, long expected) {
    for (long i = 0; i < n; i++) {
        long result = 0;
#pragma omp parallel
#pragma omp single
        result = fib_tasks(of, cut);
        check(result == expected, "Fibonacci number");
    }
}

/* Ways to complete a board of `size` rows of which those in the bit sets are under attack. */
static int queens_serial(int size, unsigned cols, unsigned left, unsigned right) {
    unsigned all = (1u << size) - 1;
    if (cols == all)
        return 1;
    int found = 0;
    for (unsigned open = all & ~(cols | left | right); open; open &= open - 1) {
        unsigned place = open & -open;
        found += queens_serial(size, cols | place, (left | place) << 1, (right | place) >> 1);
    }
    return found;
}

static int queens_tasks(int size, int row, int cut, unsigned cols, unsigned left, unsigned right) {
    if (row >= cut)
        return queens_serial(size, cols, left, right);
    int part[16], parts = 0, found = 0;
    unsigned all = (1u << size) - 1;
    for (unsigned open = all & ~(cols | left | right); open; open &= open - 1) {
        unsigned place = open & -open;
        int slot = parts++;
#pragma omp task shared(part) firstprivate(place, slot)
        part[slot] = queens_tasks(size, row + 1, cut, cols | place, (left | place) << 1, (right | place) >> 1);
    }
#pragma omp taskwait
    for (int i = 0; i < parts; i++)
        found += part[i];
    return found;
}

static void queens(long n, int size, int cut, int expected) {
    for (long i = 0; i < n; i++) {
        int result = 0;
#pragma omp parallel
#pragma omp single
        result = queens_tasks(size, 0, cut, 0, 0, 0);
        check(result == expected, "number of queens");
    }
}

static void fib_fine(long n) { fib(n, 17, 0, 1597); }
static void fib_cut(long n) { fib(n, 25, 15, 75025); }
static void queens_fine(long n) { queens(n, 8, 8, 92); }
static void queens_cut(long n) { queens(n, 10, 3, 724); }

static const struct line lines[] = {
    {"fib", "ns", EACH_TEAM, "fib(17), 5166 tasks", fib_fine},
    {"fib-cut", "ns", EACH_TEAM, "fib(25), cut off below 15, 232 tasks", fib_cut},
    {"fib-if", "ns", EACH_TEAM, "fib(20), 21890 tasks, undeferred ones from fib(10) down", fib_if},
    {"queens", "ns", EACH_TEAM, "8 queens, 2056 tasks", queens_fine},
    {"queens-cut", "ns", EACH_TEAM, "10 queens, cut off at row 3", queens_cut},
};

const struct group recursion_group = GROUP("tasks", lines);
