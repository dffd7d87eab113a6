/* Functions that no other runtime has. include/ferromp.h declares the same for programs. */

// ferromp's own
void ferromp_set_thread_limit(int limit);
int ferromp_get_thread_limit(void);
size_t ferromp_get_stats(char *text, size_t size);
int ferromp_trace_write(const char *path);
void ferromp_openblas_callback(int sync, void (*job)(int, void *, int), int jobs, size_t size,
                               void *data, int buffer);
int ferromp_openblas_look(void);
