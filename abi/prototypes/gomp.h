/* Functions that GCC's code calls for OpenMP's constructs. A comment above declarations says where
   their calls come from. */

// Emitted by GCC 11 and later for `allocate` directives and clauses (OpenMP 5.2, 6.5 and 6.6)
void *GOMP_alloc(size_t alignment, size_t size, uintptr_t allocator);
void GOMP_free(void *ptr, uintptr_t allocator);

// Emitted by gfortran 14 and later for `allocators` (OpenMP 5.2, 6.7)
void GOMP_add_alloc(void *ptr);
bool GOMP_is_alloc(void *ptr);

// Emitted by GCC for `atomic` without an instruction of the machine (OpenMP 5.2, 15.8.4)
void GOMP_atomic_start(void);
void GOMP_atomic_end(void);

// Emitted by GCC for `barrier` and the implicit barriers (OpenMP 5.2, 15.3)
void GOMP_barrier(void);

// Emitted by GCC 17 and later for `barrier` and the implicit barriers (OpenMP 5.2, 15.3)
void GOMP_barrier_ext(int kind);

// Emitted by GCC for `cancel` (OpenMP 5.2, 16.1)
bool GOMP_cancel(int kind, bool condition);

// Emitted by GCC for `cancellation point` (OpenMP 5.2, 16.2)
bool GOMP_cancellation_point(int kind);

// Emitted by GCC for the barriers of a `parallel` with `cancel` in it (OpenMP 5.2, 16.1)
bool GOMP_barrier_cancel(void);

// Emitted by GCC 17 and later for the barriers of a `parallel` with `cancel` in it (OpenMP 5.2,
// 16.1)
bool GOMP_barrier_cancel_ext(int kind);

// Emitted by GCC for `for` in a `parallel` with `cancel` in it (OpenMP 5.2, 11.5 and 16.1)
bool GOMP_loop_end_cancel(void);

// Emitted by GCC for `sections` in a `parallel` with `cancel` in it (OpenMP 5.2, 11.3 and 16.1)
bool GOMP_sections_end_cancel(void);

// Emitted by GCC for `critical` (OpenMP 5.2, 15.2)
void GOMP_critical_start(void);
void GOMP_critical_end(void);
void GOMP_critical_name_start(void **name);
void GOMP_critical_name_end(void **name);

// Emitted by GCC for `for ordered(n)` (OpenMP 5.2, 11.5 and 15.9.6)
bool GOMP_loop_doacross_static_start(unsigned dimensions, const long *counts, long size,
    long *istart, long *iend);
bool GOMP_loop_doacross_dynamic_start(unsigned dimensions, const long *counts, long size,
    long *istart, long *iend);
bool GOMP_loop_doacross_guided_start(unsigned dimensions, const long *counts, long size,
    long *istart, long *iend);
bool GOMP_loop_doacross_runtime_start(unsigned dimensions, const long *counts, long *istart,
    long *iend);
bool GOMP_loop_ull_doacross_static_start(unsigned dimensions, const unsigned long long *counts,
    unsigned long long size, unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_doacross_dynamic_start(unsigned dimensions, const unsigned long long *counts,
    unsigned long long size, unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_doacross_guided_start(unsigned dimensions, const unsigned long long *counts,
    unsigned long long size, unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_doacross_runtime_start(unsigned dimensions, const unsigned long long *counts,
    unsigned long long *istart, unsigned long long *iend);

// Emitted by GCC 9 and later for `for ordered(n)` with task reductions, `scan` or
// `lastprivate(conditional: …)` (OpenMP 5.2, 11.5 and 15.9.6)
bool GOMP_loop_doacross_start(unsigned dimensions, const long *counts, long schedule, long size,
    long *istart, long *iend, uintptr_t *reductions, uintptr_t *memory);
bool GOMP_loop_ull_doacross_start(unsigned dimensions, const unsigned long long *counts,
    long schedule, unsigned long long size, unsigned long long *istart, unsigned long long *iend,
    uintptr_t *reductions, uintptr_t *memory);

// Emitted by GCC for `ordered doacross(source)` (OpenMP 5.2, 15.9.6)
void GOMP_doacross_post(const long *numbers);
void GOMP_doacross_ull_post(const unsigned long long *numbers);

// Emitted by GCC for `ordered doacross(sink: …)` (OpenMP 5.2, 15.9.6)
void GOMP_doacross_wait(long number, ...);
void GOMP_doacross_ull_wait(unsigned long long number, ...);

// Emitted by GCC 12 and later for `error at(execution)` (OpenMP 5.2, 8.5)
void GOMP_warning(const char *msg, size_t msglen);
_Noreturn void GOMP_error(const char *msg, size_t msglen);

// Emitted by GCC 15 and later for `interop` and the `interop` clause of `dispatch` (OpenMP 5.2,
// 14.1)
void GOMP_interop(int device, int n_init, void **const *init, const void *types,
    const void *preferences, int n_use, void *const *used, int n_destroy, void **const *destroy,
    unsigned flags, void **depend);

// Emitted by GCC for `for` (OpenMP 5.2, 11.5)
bool GOMP_loop_static_start(long start, long end, long incr, long size, long *istart, long *iend);
bool GOMP_loop_dynamic_start(long start, long end, long incr, long size, long *istart, long *iend);
bool GOMP_loop_guided_start(long start, long end, long incr, long size, long *istart, long *iend);
bool GOMP_loop_nonmonotonic_dynamic_start(long start, long end, long incr, long size, long *istart,
    long *iend);
bool GOMP_loop_nonmonotonic_guided_start(long start, long end, long incr, long size, long *istart,
    long *iend);
bool GOMP_loop_runtime_start(long start, long end, long incr, long *istart, long *iend);
bool GOMP_loop_nonmonotonic_runtime_start(long start, long end, long incr, long *istart,
    long *iend);
bool GOMP_loop_maybe_nonmonotonic_runtime_start(long start, long end, long incr, long *istart,
    long *iend);
bool GOMP_loop_static_next(long *istart, long *iend);
bool GOMP_loop_dynamic_next(long *istart, long *iend);
bool GOMP_loop_guided_next(long *istart, long *iend);
bool GOMP_loop_runtime_next(long *istart, long *iend);
bool GOMP_loop_nonmonotonic_dynamic_next(long *istart, long *iend);
bool GOMP_loop_nonmonotonic_guided_next(long *istart, long *iend);
bool GOMP_loop_nonmonotonic_runtime_next(long *istart, long *iend);
bool GOMP_loop_maybe_nonmonotonic_runtime_next(long *istart, long *iend);
void GOMP_loop_end(void);
void GOMP_loop_end_nowait(void);
bool GOMP_loop_ull_static_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_dynamic_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_guided_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_nonmonotonic_dynamic_start(bool up, unsigned long long start,
    unsigned long long end, unsigned long long incr, unsigned long long size,
    unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_nonmonotonic_guided_start(bool up, unsigned long long start,
    unsigned long long end, unsigned long long incr, unsigned long long size,
    unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_runtime_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_nonmonotonic_runtime_start(bool up, unsigned long long start,
    unsigned long long end, unsigned long long incr, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_maybe_nonmonotonic_runtime_start(bool up, unsigned long long start,
    unsigned long long end, unsigned long long incr, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_static_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_dynamic_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_guided_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_runtime_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_nonmonotonic_dynamic_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_nonmonotonic_guided_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_nonmonotonic_runtime_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_maybe_nonmonotonic_runtime_next(unsigned long long *istart,
    unsigned long long *iend);

// Emitted by GCC for `for ordered` (OpenMP 5.2, 11.5)
bool GOMP_loop_ordered_static_start(long start, long end, long incr, long size, long *istart,
    long *iend);
bool GOMP_loop_ordered_dynamic_start(long start, long end, long incr, long size, long *istart,
    long *iend);
bool GOMP_loop_ordered_guided_start(long start, long end, long incr, long size, long *istart,
    long *iend);
bool GOMP_loop_ordered_runtime_start(long start, long end, long incr, long *istart, long *iend);
bool GOMP_loop_ordered_static_next(long *istart, long *iend);
bool GOMP_loop_ordered_dynamic_next(long *istart, long *iend);
bool GOMP_loop_ordered_guided_next(long *istart, long *iend);
bool GOMP_loop_ordered_runtime_next(long *istart, long *iend);
bool GOMP_loop_ull_ordered_static_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_ordered_dynamic_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_ordered_guided_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend);
bool GOMP_loop_ull_ordered_runtime_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_ordered_static_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_ordered_dynamic_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_ordered_guided_next(unsigned long long *istart, unsigned long long *iend);
bool GOMP_loop_ull_ordered_runtime_next(unsigned long long *istart, unsigned long long *iend);

// Emitted by GCC 17 and later for `masked` (OpenMP 5.2, 10.5)
int GOMP_has_masked_thread_num(int number);

// Emitted by GCC 17 and later under `-fopenmp-ompt` for `masked` (OpenMP 5.2, 10.5)
int GOMP_has_masked_thread_num_with_end(int number);
void GOMP_masked_end(void);

// Called by what `mkoffload` of GCC 6 and later adds to a program with device images
void GOMP_offload_register_ver(unsigned version, const void *host_table, int target,
    const void *image);
void GOMP_offload_unregister_ver(unsigned version, const void *host_table, int target,
    const void *image);

// Called by what `mkoffload` of GCC 5 adds to a program with device images
void GOMP_offload_register(const void *host_table, int target, const void *image);
void GOMP_offload_unregister(const void *host_table, int target, const void *image);

// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2)
void GOMP_ordered_start(void);
void GOMP_ordered_end(void);

// Emitted by GCC 4.9 and later for `parallel` (OpenMP 5.2, 10.1)
void GOMP_parallel(void (*body)(void *), void *data, unsigned num_threads, unsigned flags);

// Emitted by GCC before 4.9 for `parallel` (OpenMP 5.2, 10.1)
void GOMP_parallel_start(void (*body)(void *), void *data, unsigned num_threads);
void GOMP_parallel_end(void);

// Emitted by GCC 4.9 and later for `parallel for` (OpenMP 5.2, 10.1 and 11.5)
void GOMP_parallel_loop_static(void (*body)(void *), void *data, unsigned num_threads, long start,
    long end, long incr, long size, unsigned flags);
void GOMP_parallel_loop_dynamic(void (*body)(void *), void *data, unsigned num_threads, long start,
    long end, long incr, long size, unsigned flags);
void GOMP_parallel_loop_guided(void (*body)(void *), void *data, unsigned num_threads, long start,
    long end, long incr, long size, unsigned flags);
void GOMP_parallel_loop_nonmonotonic_dynamic(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr, long size, unsigned flags);
void GOMP_parallel_loop_nonmonotonic_guided(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr, long size, unsigned flags);
void GOMP_parallel_loop_runtime(void (*body)(void *), void *data, unsigned num_threads, long start,
    long end, long incr, unsigned flags);
void GOMP_parallel_loop_nonmonotonic_runtime(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr, unsigned flags);
void GOMP_parallel_loop_maybe_nonmonotonic_runtime(void (*body)(void *), void *data,
    unsigned num_threads, long start, long end, long incr, unsigned flags);

// Emitted by GCC before 4.9 for `parallel for` (OpenMP 5.2, 10.1 and 11.5)
void GOMP_parallel_loop_static_start(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr, long size);
void GOMP_parallel_loop_dynamic_start(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr, long size);
void GOMP_parallel_loop_guided_start(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr, long size);
void GOMP_parallel_loop_runtime_start(void (*body)(void *), void *data, unsigned num_threads,
    long start, long end, long incr);

// Emitted by GCC 17 and later for `reduction` (OpenMP 5.2, 5.5.8)
void GOMP_reduction_start(void);
void GOMP_reduction_end(void);

// Emitted by GCC 17 and later under `-fopenmp-ompt` for `scope` (OpenMP 5.2, 11.2)
void GOMP_scope_start_with_end(uintptr_t *reductions);
void GOMP_scope_end(void);

// Emitted by GCC for `sections` (OpenMP 5.2, 11.3)
unsigned GOMP_sections_start(unsigned count);
unsigned GOMP_sections_next(void);
void GOMP_sections_end(void);
void GOMP_sections_end_nowait(void);

// Emitted by GCC 4.9 and later for `parallel sections` (OpenMP 5.2, 10.1 and 11.3)
void GOMP_parallel_sections(void (*body)(void *), void *data, unsigned num_threads, unsigned count,
    unsigned flags);

// Emitted by GCC before 4.9 for `parallel sections` (OpenMP 5.2, 10.1 and 11.3)
void GOMP_parallel_sections_start(void (*body)(void *), void *data, unsigned num_threads,
    unsigned count);

// Emitted by GCC 9 and later for `for` with task reductions, `scan` or `lastprivate(conditional:
// …)` (OpenMP 5.2, 11.5)
bool GOMP_loop_start(long start, long end, long incr, long schedule, long size, long *istart,
    long *iend, uintptr_t *reductions, uintptr_t *memory);
bool GOMP_loop_ordered_start(long start, long end, long incr, long schedule, long size,
    long *istart, long *iend, uintptr_t *reductions, uintptr_t *memory);
bool GOMP_loop_ull_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, long schedule, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend, uintptr_t *reductions, uintptr_t *memory);
bool GOMP_loop_ull_ordered_start(bool up, unsigned long long start, unsigned long long end,
    unsigned long long incr, long schedule, unsigned long long size, unsigned long long *istart,
    unsigned long long *iend, uintptr_t *reductions, uintptr_t *memory);

// Emitted by GCC 9 and later for `sections` with task reductions or `lastprivate(conditional: …)`
// (OpenMP 5.2, 11.3)
unsigned GOMP_sections2_start(unsigned count, uintptr_t *reductions, uintptr_t *memory);

// Emitted by GCC 12 and later for `scope` with task reductions (OpenMP 5.2, 11.2)
void GOMP_scope_start(uintptr_t *reductions);

// Emitted by GCC for `single` (OpenMP 5.2, 11.1)
bool GOMP_single_start(void);

// Emitted by GCC for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1)
void *GOMP_single_copy_start(void);
void GOMP_single_copy_end(void *data);

// Emitted by GCC 17 and later under `-fopenmp-ompt` for `single` (OpenMP 5.2, 11.1)
bool GOMP_single_start_with_end(void);
void GOMP_single_end(void);

// Emitted by GCC 17 and later for `for schedule(static)` (OpenMP 5.2, 11.5)
int _Complex GOMP_loop_static_worksharing(unsigned long long iterations);

// Emitted by GCC 17 and later under `-fopenmp-ompt` for `for schedule(static)` (OpenMP 5.2, 11.5)
int _Complex GOMP_loop_static_worksharing_start(unsigned long long iterations);
void GOMP_loop_static_worksharing_end(void);

// Emitted by no compiler yet, meant for `for schedule(static)` (OpenMP 5.2, 11.5)
void GOMP_loop_static_worksharing_dispatch(void);

// Emitted by GCC 17 and later for `distribute` (OpenMP 5.2, 11.6)
int _Complex GOMP_distribute_static_worksharing(unsigned long long iterations);

// Emitted by GCC 17 and later under `-fopenmp-ompt` for `distribute` (OpenMP 5.2, 11.6)
int _Complex GOMP_distribute_static_worksharing_start(unsigned long long iterations);
void GOMP_distribute_static_worksharing_end(void);

// Emitted by no compiler yet, meant for `distribute` (OpenMP 5.2, 11.6)
void GOMP_distribute_static_worksharing_dispatch(void);

// Emitted by GCC 5 and later for `target` (OpenMP 5.2, 13.8)
void GOMP_target_ext(int device, void (*body)(void *), size_t mapnum, void **addresses,
    const size_t *sizes, const unsigned short *kinds, unsigned flags, void **depend,
    const void *const *args);

// Emitted by GCC 4.9 for `target` (OpenMP 5.2, 13.8)
void GOMP_target(int device, void (*body)(void *), const void *unused, size_t mapnum,
    void **addresses, const size_t *sizes, const unsigned char *kinds);

// Emitted by GCC 5 and later for `target data` (OpenMP 5.2, 13.5)
void GOMP_target_data_ext(int device, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds);

// Emitted by GCC 4.9 for `target data` (OpenMP 5.2, 13.5)
void GOMP_target_data(int device, const void *unused, size_t mapnum, void **addresses,
    const size_t *sizes, const unsigned char *kinds);

// Emitted by GCC for `target data` (OpenMP 5.2, 13.5)
void GOMP_target_end_data(void);

// Emitted by GCC 5 and later for `target update` (OpenMP 5.2, 13.9)
void GOMP_target_update_ext(int device, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds, unsigned flags, void **depend);

// Emitted by GCC 4.9 for `target update` (OpenMP 5.2, 13.9)
void GOMP_target_update(int device, const void *unused, size_t mapnum, void **addresses,
    const size_t *sizes, const unsigned char *kinds);

// Emitted by GCC 5 and later for `target enter data` and `target exit data` (OpenMP 5.2, 13.6 and
// 13.7)
void GOMP_target_enter_exit_data(int device, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds, unsigned flags, void **depend);

// Emitted by GCC 14 and later for indirect calls in `target` (OpenMP 5.2, 7.8.3)
void *GOMP_target_map_indirect_ptr(void *pointer);

// Emitted by GCC 9 and later for `taskgroup task_reduction` (OpenMP 5.2, 5.5.9)
void GOMP_taskgroup_reduction_register(uintptr_t *array);

// Emitted by GCC 9 and later after task reductions (OpenMP 5.2, 5.5.9)
void GOMP_taskgroup_reduction_unregister(uintptr_t *array);

// Emitted by GCC 9 and later for `in_reduction` (OpenMP 5.2, 5.5.10)
void GOMP_task_reduction_remap(size_t count, size_t originals, void **pointers);

// Emitted by GCC 9 and later for `reduction(task, …)` of worksharing constructs (OpenMP 5.2, 5.5.8)
void GOMP_workshare_task_reduction_unregister(bool cancelled);

// Emitted by GCC 9 and later for `parallel reduction(task, …)` (OpenMP 5.2, 5.5.8 and 10.1)
unsigned GOMP_parallel_reductions(void (*body)(void *), void *data, unsigned num_threads,
    unsigned flags);

// Emitted by GCC for `taskgroup` (OpenMP 5.2, 15.4)
void GOMP_taskgroup_start(void);
void GOMP_taskgroup_end(void);

// Emitted by GCC for `taskloop` (OpenMP 5.2, 12.6)
void GOMP_taskloop(void (*body)(void *), void *data, void (*copy)(void *, void *), long size,
    long align, unsigned flags, unsigned long number, int priority, long start, long end,
    long step);
void GOMP_taskloop_ull(void (*body)(void *), void *data, void (*copy)(void *, void *), long size,
    long align, unsigned flags, unsigned long number, int priority, unsigned long long start,
    unsigned long long end, unsigned long long step);

// Emitted by GCC for `task` (OpenMP 5.2, 12.5)
void GOMP_task(void (*body)(void *), void *data, void (*copy)(void *, void *), long size,
    long align, bool deferred, unsigned flags, void **dependences, int priority,
    omp_event_handle_t *event);

// Emitted by GCC for `taskwait` (OpenMP 5.2, 15.5)
void GOMP_taskwait(void);

// Emitted by GCC 9 and later for `taskwait depend` (OpenMP 5.2, 15.5)
void GOMP_taskwait_depend(void **dependences);

// Emitted by GCC 13 and later for `taskwait depend nowait` (OpenMP 5.2, 15.5)
void GOMP_taskwait_depend_nowait(void **dependences);

// Emitted by GCC for `taskyield` (OpenMP 5.2, 12.7)
void GOMP_taskyield(void);

// Emitted by GCC 9 and later for `teams` outside of `target` (OpenMP 5.2, 10.2)
void GOMP_teams_reg(void (*body)(void *), void *data, unsigned num_teams, unsigned thread_limit,
    unsigned flags);

// Emitted by GCC before 12 for `teams` in `target` (OpenMP 5.2, 10.2)
void GOMP_teams(unsigned num_teams, unsigned thread_limit);

// Emitted by GCC 12 and later for `teams` in `target` (OpenMP 5.2, 10.2)
bool GOMP_teams4(unsigned low, unsigned high, unsigned thread_limit, bool first);
