/*
 * Runs one benchmark line in a fresh process and prints what it measured.
 *
 *   bench --list                  every line: kind, name, threads, unit, what one operation is
 *   bench time  NAME THREADS MS   value per operation of each batch, processor time per operation
 *   bench count NAME THREADS MS   system calls, context switches and new threads per operation
 *   bench do    NAME THREADS N    nothing: does N operations, while somebody else counts
 *   bench hold                    keeps the kernel's tracepoints switched on until the end of
 *                                 standard input
 *
 * The answer is one line of key=value fields, separated by tabs.
 */
#define _GNU_SOURCE
#include "bench.h"
#include "counters.h"

#include <dirent.h>
#include <dlfcn.h>
#include <string.h>
#include <sys/resource.h>

#define BATCHES 4
#define COUNTED 3

static const struct group *const groups[] = {
    &region_group,  &loop_group,      &sync_group,  &lock_group,     &query_group,    &nested_group, &native_group,
    &idle_group,    &memory_group,    &spawn_group, &recursion_group, &sort_group,    &strassen_group, &sparselu_group,
    &tree_group,    &taskloop_group,  &depend_group, &taskwait_group, &taskmem_group,
};
#define GROUPS (sizeof groups / sizeof groups[0])

int team;

void check(int ok, const char *what) {
    if (ok)
        return;
    fprintf(stderr, "wrong result: %s\n", what);
    exit(3);
}

int thread_count(void) {
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;
    for (struct dirent *entry; tasks && (entry = readdir(tasks));)
        count += entry->d_name[0] != '.';
    if (tasks)
        closedir(tasks);
    return count;
}

double proc_kib(const char *path, const char *key) {
    FILE *file = fopen(path, "r");
    char text[256];
    double kib = -1;
    while (file && fgets(text, sizeof text, file))
        if (!strncmp(text, key, strlen(key)))
            kib = atof(text + strlen(key));
    if (file)
        fclose(file);
    return kib;
}

static void list_line(const char *kind, const struct line *line, int threads) {
    printf("%s\t%s\t%d\t%s\t%s\n", kind, line->name, threads, line->unit, line->what);
}

static int list(void) {
    for (size_t g = 0; g < GROUPS; g++)
        for (int i = 0; i < groups[g]->count; i++) {
            const struct line *line = &groups[g]->lines[i];
            if (line->threads != EACH_TEAM) {
                list_line(groups[g]->name, line, line->threads);
                continue;
            }
            for (int t = 0; t < 3; t++)
                list_line(groups[g]->name, line, (int[]){1, 2, 8}[t]);
        }
    return 0;
}

static const struct line *find(const char *name) {
    for (size_t g = 0; g < GROUPS; g++)
        for (int i = 0; i < groups[g]->count; i++)
            if (!strcmp(groups[g]->lines[i].name, name))
                return &groups[g]->lines[i];
    return NULL;
}

/* Does n operations; *wall is what the clock says, the result what the line counts as its total. */
static double batch(const struct line *line, long n, double *wall) {
    double start = now(), total = 0;
    if (line->run)
        line->run(n);
    else
        total = line->measure(n);
    *wall = now() - start;
    return line->run ? *wall : total;
}

/* How many operations take about `ns`; warms the runtime up on the way. */
static long calibrate(const struct line *line, double ns) {
    double wall, best;
    batch(line, 1, &wall);
    for (long n = 1;; n *= best < ns / 80 ? 8 : 2) {
        /* One slow batch may be a hiccup of the machine: three in a row are believed. */
        best = 1e18;
        for (int tries = 0; tries < 3 && best >= ns / 8; tries++) {
            batch(line, n, &wall);
            best = wall < best ? wall : best;
        }
        if (best >= ns / 8)
            return best < ns ? (long)(n * (ns / best)) : n;
    }
}

static void time_line(const struct line *line, double ms) {
    long n = calibrate(line, ms * 1e6 / BATCHES);
    double begun = now(), cpu = cpu_time(CLOCK_PROCESS_CPUTIME_ID), wall;
    long done = 0;
    printf("value=");
    for (int i = 0; i < BATCHES && (i == 0 || now() - begun < ms * 1.5e6); i++, done += n)
        printf("%s%.3f", i ? "," : "", batch(line, n, &wall) / n);
    printf("\tcpu=%.1f", (cpu_time(CLOCK_PROCESS_CPUTIME_ID) - cpu) / done);
}

static double switches(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_nvcsw + use.ru_nivcsw;
}

static int open_calls(void) {
    return counter_open("raw_syscalls/sys_enter");
}

static int open_clones(void) {
    return counter_open("task/task_newtask");
}

static int ascending(const void *a, const void *b) {
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double median(double values[COUNTED]) {
    qsort(values, COUNTED, sizeof *values, ascending);
    return values[COUNTED / 2];
}

static void count_line(const struct line *line, double ms) {
    /* Opened before the first region: only threads that begin later are counted with this one. */
    int calls = open_calls(), clones = open_clones();
    double wall, n = calibrate(line, ms * 1e6), called[COUNTED], cloned[COUNTED], switched[COUNTED];
    for (int i = 0; i < COUNTED; i++) {
        double calls0 = counter_read(calls), clones0 = counter_read(clones), switches0 = switches();
        batch(line, (long)n, &wall);
        called[i] = (counter_read(calls) - calls0) / n;
        cloned[i] = (counter_read(clones) - clones0) / n;
        switched[i] = (switches() - switches0) / n;
    }
    printf("switches=%.6g", median(switched));
    if (calls >= 0)
        printf("\tsyscalls=%.6g", median(called));
    if (clones >= 0)
        printf("\tclones=%.6g", median(cloned));
}

/* The kernel takes tens of milliseconds to switch a tracepoint off after its last user: this
   process is one more. */
static int hold(void) {
    open_calls();
    open_clones();
    puts("held");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && !strcmp(argv[1], "--list"))
        return list();
    if (argc == 2 && !strcmp(argv[1], "hold"))
        return hold();
    const struct line *line = argc == 5 ? find(argv[2]) : NULL;
    if (!line || (strcmp(argv[1], "time") && strcmp(argv[1], "count") && strcmp(argv[1], "do")) || atoi(argv[3]) < 1 ||
        atof(argv[4]) <= 0) {
        fprintf(stderr, "usage: bench --list | bench hold | bench time|count NAME THREADS MS | bench do NAME THREADS N\n");
        return 2;
    }
    team = atoi(argv[3]);
    omp_set_num_threads(team);
    if (line->once)
        printf("value=%.3f", line->once());
    else if (!strcmp(argv[1], "time"))
        time_line(line, atof(argv[4]));
    else if (!strcmp(argv[1], "do"))
        batch(line, atol(argv[4]), &(double){0});
    else
        count_line(line, atof(argv[4]));

    /* Which file answered, so that the driver can tell that it measured what it meant to. */
    Dl_info info;
    printf("\tlibrary=%s\n", dladdr((void *)(uintptr_t)omp_get_max_threads, &info) ? info.dli_fname : "?");
    return 0;
}
