/* One side of the mixed program. side.c is compiled twice, by GCC as gcc_* and by Clang as clang_*.
 */
#ifndef SIDE_H
#define SIDE_H

enum { ITERATIONS = 1000, MOST_THREADS = 64 };

/* The work that the threads of one region did together. */
struct work {
    int hits_static[ITERATIONS];  /* how often the iteration ran in a static loop: 1 */
    int hits_dynamic[ITERATIONS]; /* how often it ran in a dynamic loop: 1 */
    int singles;                  /* threads that ran the body of a single: 1 */
    int criticals;                /* passes through the critical section: one a thread */
    int team_size;                /* omp_get_num_threads() as this side sees it */
    int level;                    /* omp_get_active_level() as this side sees it */
    int tids[MOST_THREADS];       /* kernel ids of the threads that took part, by thread number */
};

typedef void body(void *argument);

/* Opens a region of `threads` threads, each of which runs `inside(argument)`. */
void gcc_region(int threads, body *inside, void *argument);
void clang_region(int threads, body *inside, void *argument);

/* Runs worksharing constructs that belong to whatever region the caller is in; the argument is a
   struct work, shared by the team. */
void gcc_share(void *work);
void clang_share(void *work);

/* omp_set_max_active_levels and omp_get_thread_num as this side sees them. */
void gcc_nesting(int levels);
void clang_nesting(int levels);
int gcc_thread_num(void);
int clang_thread_num(void);

#endif
