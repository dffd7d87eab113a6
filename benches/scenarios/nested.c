/* nested ROUNDS MICROSECONDS A B C: regions of A, B and C threads three levels deep, ROUNDS times;
   0: the default size. Each innermost member computes for MICROSECONDS. */
#include "scenario.h"

static int sizes[3];

static long level(int depth, double inside) {
    long count = 0;
    int size = sizes[depth] ? sizes[depth] : omp_get_max_threads();
#pragma omp parallel num_threads(size) reduction(+ : count)
    {
        if (depth == 2) {
            work(inside);
            count++;
        } else {
            count += level(depth + 1, inside);
        }
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc != 6)
        return 2;
    long rounds = atol(argv[1]), count = 0;
    double inside = atof(argv[2]);
    for (int i = 0; i < 3; i++)
        sizes[i] = atoi(argv[3 + i]);
    omp_set_max_active_levels(3);
    watch_threads();
    double began = seconds();
    long once = level(0, inside);
    for (long i = 1; i < rounds; i++)
        count += level(0, inside);
    report(began, count == (rounds - 1) * once);
    return 0;
}
