/* Lines on what a process holds after its first region. */
#include "bench.h"

static void first_region(void) {
#pragma omp parallel
    KEEP();
}

static double resident(void) {
    first_region();
    return proc_kib("/proc/self/status", "VmRSS:");
}

static double own_pages(void) {
    first_region();
    return proc_kib("/proc/self/smaps_rollup", "Anonymous:");
}

static double threads(void) {
    first_region();
    return thread_count();
}

static const struct line lines[] = {
    {"resident-2", "KiB", 2, "resident memory of a process after a region of 2", .once = resident},
    {"anonymous-2", "KiB", 2, "anonymous memory after a region of 2", .once = own_pages},
    {"anonymous-32", "KiB", 32, "anonymous memory after a region of 32", .once = own_pages},
    {"threads-2", "threads", 2, "threads of a process after a region of 2", .once = threads},
};

const struct group memory_group = GROUP("regions", lines);
