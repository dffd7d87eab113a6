/* Functions that ferromp offers beyond OpenMP. Programs that must run on other runtimes too find
   them by dlsym. */
#ifndef FERROMP_H
#define FERROMP_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Limits all threads of the process at once, whichever thread calls: no thread of the program may
   have more than `limit` threads, itself among them, in its parallel regions and those nested in
   them. Holds for each region that begins from now on; omp_get_max_threads() says the same. 0: no
   limit. A negative number changes nothing. */
void ferromp_set_thread_limit(int limit);

/* That limit: FERROMP_THREAD_LIMIT until the program sets another; 0 if there is none. */
int ferromp_get_thread_limit(void);

/* Writes what happened in this process until now, as FERROMP_STATS=json would at its end, cut off
   to `size` bytes with the null byte at the end. Returns the length of the whole text, without the
   null byte. Regions are counted from the first call on, or from the start if the variable asks for
   it. */
size_t ferromp_get_stats(char *text, size_t size);

/* Writes what the trace of this process (FERROMP_TRACE, `ferromp run --trace`) has recorded until
   now into another file, which `ferromp report` shows as well. The trace goes on. Returns 0, or -1
   if there is no trace or the file cannot be written. */
int ferromp_trace_write(const char *path);

/* For OpenBLAS's openblas_set_threads_callback_function (0.3.27 and later): an OpenBLAS that was
   built for threads of its own, 64 or more, has its jobs done by a team of ferromp's, each job by a
   thread of its own. */
void ferromp_openblas_callback(int sync, void (*job)(int, void *, int), int jobs, size_t size, void *data, int buffer);

/* Gives this function to every OpenBLAS in the process that can use it, unless FERROMP_OPENBLAS=0.
   An OpenBLAS asks for it by itself at its first call that uses threads, if it was loaded after
   ferromp; this call is for those before, and for the first call. Returns how many there are. Waits
   for threads that load or unload a library. */
int ferromp_openblas_look(void);

#ifdef __cplusplus
}
#endif

#endif
