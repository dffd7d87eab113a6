/* GCC-compiled and Clang-compiled code inside each other's regions, as a plain C program. Prints a
   RESULT line as the Python scenarios do, and ends with 0 if it all belongs to one runtime. */
#define _GNU_SOURCE
#include "side.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Threads of a flat region; and the workers that the two inner teams of 2 may keep for themselves.
 */
enum { THREADS = 4, INNER_WORKERS = 2 };

static int wrong;

static int threads_now(void)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL) {
        perror("/proc/self/task");
        exit(2);
    }
    for (struct dirent *entry; (entry = readdir(tasks)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

static void check(const char *what, const struct work *work, int team_size, int level)
{
    int off = 0;
    for (int i = 0; i < ITERATIONS; i++)
        off += (work->hits_static[i] != 1) + (work->hits_dynamic[i] != 1);
    if (off != 0 || work->singles != 1 || work->criticals != team_size || work->team_size != team_size || work->level != level) {
        printf("%s: %d of %d iterations not run exactly once (the first one %d times), single run %d times, critical %d times, "
               "team size %d, level %d; expected 0, 1, %d, %d, %d\n",
               what, off, 2 * ITERATIONS, work->hits_static[0], work->singles, work->criticals, work->team_size, work->level,
               team_size, team_size, level);
        wrong++;
    }
}

static struct work nested[2];

static void clang_inside_gcc(void *unused)
{
    (void)unused;
    clang_region(2, gcc_share, &nested[gcc_thread_num()]);
}

static void gcc_inside_clang(void *unused)
{
    (void)unused;
    gcc_region(2, clang_share, &nested[clang_thread_num()]);
}

static void check_nested(const char *what, void (*region)(int, body *, void *), body *inside)
{
    memset(nested, 0, sizeof nested);
    region(2, inside, NULL);
    check(what, &nested[0], 2, 2);
    check(what, &nested[1], 2, 2);
}

static void flat_round_trip(void)
{
    for (int i = 0; i < 10; i++) {
        struct work a = {0}, b = {0};
        gcc_region(THREADS, clang_share, &a);
        check("Clang's loops in GCC's region", &a, THREADS, 1);
        clang_region(THREADS, gcc_share, &b);
        check("GCC's loops in Clang's region", &b, THREADS, 1);
    }
}

static void nested_round_trip(void)
{
    gcc_nesting(2);
    clang_nesting(2);
    for (int i = 0; i < 10; i++) {
        check_nested("Clang's region in GCC's", gcc_region, clang_inside_gcc);
        check_nested("GCC's region in Clang's", clang_region, gcc_inside_clang);
    }
}

int main(int argc, char **argv)
{
    int fork_too = argc > 1 && strcmp(argv[1], "fork") == 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    flat_round_trip();
    int threads = threads_now();
    nested_round_trip();
    flat_round_trip();
    int threads_at_end = threads_now();
    if (fork_too) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 2;
        }
        if (child == 0) {
            wrong = 0;
            flat_round_trip();
            nested_round_trip();
            _exit(wrong != 0);
        }
        int status;
        if (waitpid(child, &status, 0) != child || status != 0) {
            printf("the forked child ended with status 0x%x\n", (unsigned)status);
            wrong++;
        }
        flat_round_trip();
        nested_round_trip();
    }
    printf("RESULT %s, %d threads (%d asked for), %d after nested regions\n",
           wrong ? "wrong: each side knows only its own regions" : "right", threads, THREADS, threads_at_end);
    return wrong != 0 || threads != THREADS || threads_at_end > THREADS + INNER_WORKERS;
}
