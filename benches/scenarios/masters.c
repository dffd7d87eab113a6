/* masters MASTERS REGIONS MICROSECONDS GAP THREADS LIFE: native threads that each open REGIONS
   regions of THREADS threads, whose members each compute for MICROSECONDS, with GAP microseconds of
   serial work in between. THREADS 0: regions of the default size, which together compute for twice
   MICROSECONDS, whatever that size is. LIFE `long`: each thread opens them all; `short`: each
   region has a new native thread. */
#include "scenario.h"

static int regions, size;
static double inside, gap;
static atomic_long members;

static void *one(void *unused) {
    long count = 0;
#pragma omp parallel num_threads(size) reduction(+ : count)
    {
        work(inside);
        count++;
    }
    members += count;
    work(gap);
    return unused;
}

static void *long_lived(void *unused) {
    for (int i = 0; i < regions; i++)
        one(NULL);
    return unused;
}

static void *short_lived(void *unused) {
    for (int i = 0; i < regions; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, one, NULL);
        pthread_join(thread, NULL);
    }
    return unused;
}

int main(int argc, char **argv) {
    if (argc != 7)
        return 2;
    int masters = atoi(argv[1]);
    regions = atoi(argv[2]);
    inside = atof(argv[3]);
    gap = atof(argv[4]);
    size = atoi(argv[5]);
    if (size == 0) {
        size = omp_get_max_threads();
        inside = 2 * inside / size;
    }
    watch_threads();
    double began = seconds();
    pthread_t threads[masters];
    for (int i = 0; i < masters; i++)
        pthread_create(&threads[i], NULL, argv[6][0] == 's' ? short_lived : long_lived, NULL);
    for (int i = 0; i < masters; i++)
        pthread_join(threads[i], NULL);
    report(began, members == (long)masters * regions * size);
    return 0;
}
