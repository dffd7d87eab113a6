/* One side of the mixed program: a region for the other side's code, and constructs inside the
   other side's region. */
#define _GNU_SOURCE
#include "side.h"

#include <omp.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PASTE(side, name) side##_##name
#define NAMED(side, name) PASTE(side, name)
#define FUNCTION(name) NAMED(SIDE, name)

void FUNCTION(region)(int threads, body *inside, void *argument)
{
#pragma omp parallel num_threads(threads)
    inside(argument);
}

void FUNCTION(share)(void *argument)
{
    struct work *work = argument;
    work->tids[omp_get_thread_num() % MOST_THREADS] = (int)syscall(SYS_gettid);
#pragma omp for schedule(static)
    for (int i = 0; i < ITERATIONS; i++) {
#pragma omp atomic
        work->hits_static[i]++;
    }
#pragma omp for schedule(dynamic, 7)
    for (int i = 0; i < ITERATIONS; i++) {
#pragma omp atomic
        work->hits_dynamic[i]++;
    }
#pragma omp single
    {
#pragma omp atomic
        work->singles++;
        work->team_size = omp_get_num_threads();
        work->level = omp_get_active_level();
    }
#pragma omp critical
    work->criticals++;
#pragma omp barrier
}

void FUNCTION(nesting)(int levels)
{
    omp_set_max_active_levels(levels);
}

int FUNCTION(thread_num)(void)
{
    return omp_get_thread_num();
}
