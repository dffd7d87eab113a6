/* Functions that the code of Clang, Flang and Intel's compilers calls, which are built on LLVM too.
   A comment above declarations says where their calls come from. */

// Where in the source a call comes from.
typedef struct ident ident_t;
// A task as the compiler knows it, what becomes of its block, and what copies its privates.
typedef struct kmp_task kmp_task_t;
typedef int (*kmp_routine_entry_t)(int gtid, kmp_task_t *task);
typedef void (*kmp_task_dup_t)(kmp_task_t *to, kmp_task_t *from, int last);
// The items of a `depend` or `affinity` clause.
typedef struct kmp_depend_info kmp_depend_info_t;
typedef struct kmp_task_affinity_info kmp_task_affinity_info_t;
// Types that only the runtime knows.
typedef struct kmp_event kmp_event_t;
typedef struct kmp_depnode kmp_depnode_t;
typedef struct kmp_depnode_list kmp_depnode_list_t;
typedef struct kmp_taskgroup kmp_taskgroup_t;
// A variable of a task reduction, before and since Clang 11.
typedef struct kmp_task_red_input kmp_task_red_input_t;
typedef struct kmp_taskred_input kmp_taskred_input_t;
// The function that the compiler makes of a region: a function of any number of arguments.
typedef void (*kmpc_micro)(int *gtid, int *tid, ...);
// The storage for the lock of a `critical`.
typedef int kmp_critical_name[8];
// A loop of a nest, with `ordered(n)` and with `collapse`.
struct kmp_dim;
typedef struct bounds_info bounds_info_t;
// How copies of threadprivate objects are made and destroyed: one, or the elements of an array.
typedef void *(*kmpc_ctor)(void *object);
typedef void *(*kmpc_cctor)(void *object, void *original);
typedef void (*kmpc_dtor)(void *object);
typedef void *(*kmpc_ctor_vec)(void *objects, size_t length);
typedef void *(*kmpc_cctor_vec)(void *objects, void *originals, size_t length);
typedef void (*kmpc_dtor_vec)(void *objects, size_t length);
// A thread's copy of a threadprivate variable.
struct private_common;
// The argument of `omp_pause_resource_all`.
typedef int kmp_pause_status_t;

// Emitted by Clang and Flang for `allocate` directives and clauses (OpenMP 5.2, 6.5 and 6.6)
void *__kmpc_alloc(int gtid, size_t size, omp_allocator_handle_t allocator);
void __kmpc_free(int gtid, void *ptr, omp_allocator_handle_t allocator);

// Emitted by Clang for `allocate` with `align` (OpenMP 5.2, 6.3)
void *__kmpc_aligned_alloc(int gtid, size_t alignment, size_t size,
    omp_allocator_handle_t allocator);

// LLVM's extension beside `omp_calloc` (OpenMP 5.2, 18.13.8)
void *__kmpc_calloc(int gtid, size_t nmemb, size_t size, omp_allocator_handle_t allocator);

// LLVM's extension beside `omp_realloc` (OpenMP 5.2, 18.13.9)
void *__kmpc_realloc(int gtid, void *ptr, size_t size, omp_allocator_handle_t allocator,
    omp_allocator_handle_t free_allocator);

// Emitted by Clang for `uses_allocators` (OpenMP 5.2, 6.8)
omp_allocator_handle_t __kmpc_init_allocator(int gtid, omp_memspace_handle_t memspace, int ntraits,
    const omp_alloctrait_t traits[]);
void __kmpc_destroy_allocator(int gtid, omp_allocator_handle_t allocator);

// LLVM's extension beside `omp_set_default_allocator` (OpenMP 5.2, 18.13.4)
void __kmpc_set_default_allocator(int gtid, omp_allocator_handle_t allocator);

// LLVM's extension beside `omp_get_default_allocator` (OpenMP 5.2, 18.13.5)
omp_allocator_handle_t __kmpc_get_default_allocator(int gtid);

// Emitted by Clang and Flang for `barrier` and the implicit barriers (OpenMP 5.2, 15.3)
void __kmpc_barrier(ident_t *location, int gtid);

// Emitted by Intel's compilers for barriers before and after a block of the primary thread (OpenMP
// 5.2, 15.3)
int __kmpc_barrier_master(ident_t *location, int gtid);
void __kmpc_end_barrier_master(ident_t *location, int gtid);
int __kmpc_barrier_master_nowait(ident_t *location, int gtid);

// Emitted by Clang and Flang for `flush` (OpenMP 5.2, 15.8.5)
void __kmpc_flush(ident_t *location);

// Emitted by Intel's compilers for `flush` with a memory order (OpenMP 5.2, 15.8.5)
void __kmpc_flush_explicit(ident_t *location, int order, int scope);

// Emitted by Clang and Flang for `cancel` (OpenMP 5.2, 16.1)
int __kmpc_cancel(ident_t *location, int gtid, int kind);

// Emitted by Clang and Flang for `cancellation point` (OpenMP 5.2, 16.2)
int __kmpc_cancellationpoint(ident_t *location, int gtid, int kind);

// Emitted by Clang and Flang for the barriers of a `parallel` with `cancel` in it (OpenMP 5.2,
// 16.1)
int __kmpc_cancel_barrier(ident_t *location, int gtid);

// Emitted by Intel's compilers for `collapse` (OpenMP 5.2, 4.4.3)
uint64_t __kmpc_process_loop_nest_rectang(ident_t *location, int gtid, bounds_info_t *bounds,
    int n);
void __kmpc_calc_original_ivs_rectang(ident_t *location, uint64_t number,
    const bounds_info_t *bounds, uint64_t *variables, int n);
int __kmpc_for_collapsed_init(ident_t *location, int gtid, const bounds_info_t *bounds,
    bounds_info_t *part, int n, int *last);

// Emitted by Clang and Flang for `critical` (OpenMP 5.2, 15.2)
void __kmpc_critical(ident_t *location, int gtid, kmp_critical_name *name);
void __kmpc_end_critical(ident_t *location, int gtid, kmp_critical_name *name);

// Emitted by Clang and Flang for `critical` with `hint` (OpenMP 5.2, 15.2)
void __kmpc_critical_with_hint(ident_t *location, int gtid, kmp_critical_name *name, unsigned hint);

// Emitted by Clang and Flang for `for` whose schedule is not static (OpenMP 5.2, 11.5)
void __kmpc_dispatch_init_4(ident_t *location, int gtid, int number, int lower, int upper,
    int stride, int chunk);
void __kmpc_dispatch_init_4u(ident_t *location, int gtid, int number, unsigned lower,
    unsigned upper, int stride, int chunk);
void __kmpc_dispatch_init_8(ident_t *location, int gtid, int number, int64_t lower, int64_t upper,
    int64_t stride, int64_t chunk);
void __kmpc_dispatch_init_8u(ident_t *location, int gtid, int number, uint64_t lower,
    uint64_t upper, int64_t stride, int64_t chunk);
int __kmpc_dispatch_next_4(ident_t *location, int gtid, int *last, int *lower, int *upper,
    int *stride);
int __kmpc_dispatch_next_4u(ident_t *location, int gtid, int *last, unsigned *lower,
    unsigned *upper, int *stride);
int __kmpc_dispatch_next_8(ident_t *location, int gtid, int *last, int64_t *lower, int64_t *upper,
    int64_t *stride);
int __kmpc_dispatch_next_8u(ident_t *location, int gtid, int *last, uint64_t *lower,
    uint64_t *upper, int64_t *stride);

// Emitted by Intel's compilers for `distribute parallel for` whose schedule is not static (OpenMP
// 5.2, 11.5 and 11.6)
void __kmpc_dist_dispatch_init_4(ident_t *location, int gtid, int number, int *last, int lower,
    int upper, int stride, int chunk);
void __kmpc_dist_dispatch_init_4u(ident_t *location, int gtid, int number, int *last,
    unsigned lower, unsigned upper, int stride, int chunk);
void __kmpc_dist_dispatch_init_8(ident_t *location, int gtid, int number, int *last, int64_t lower,
    int64_t upper, int64_t stride, int64_t chunk);
void __kmpc_dist_dispatch_init_8u(ident_t *location, int gtid, int number, int *last,
    uint64_t lower, uint64_t upper, int64_t stride, int64_t chunk);

// Emitted by Clang and Flang for `for ordered` (OpenMP 5.2, 11.5)
void __kmpc_dispatch_fini_4(ident_t *location, int gtid);
void __kmpc_dispatch_fini_4u(ident_t *location, int gtid);
void __kmpc_dispatch_fini_8(ident_t *location, int gtid);
void __kmpc_dispatch_fini_8u(ident_t *location, int gtid);

// Emitted by Clang 19 and later for `for` whose schedule is not static (OpenMP 5.2, 11.5)
void __kmpc_dispatch_deinit(ident_t *location, int gtid);

// Emitted by Clang and Flang for `for ordered(n)` (OpenMP 5.2, 11.5 and 15.9.6)
void __kmpc_doacross_init(ident_t *location, int gtid, int number, const struct kmp_dim *loops);
void __kmpc_doacross_fini(ident_t *location, int gtid);

// Emitted by Clang and Flang for `ordered doacross(source)` (OpenMP 5.2, 15.9.6)
void __kmpc_doacross_post(ident_t *location, int gtid, const int64_t *values);

// Emitted by Clang and Flang for `ordered doacross(sink: …)` (OpenMP 5.2, 15.9.6)
void __kmpc_doacross_wait(ident_t *location, int gtid, const int64_t *values);

// Emitted by Clang for `error at(execution)` (OpenMP 5.2, 8.5)
void __kmpc_error(ident_t *location, int severity, const char *message);

// Emitted by Intel's compilers in place of `omp_init_lock` (OpenMP 5.2, 18.9.1)
void __kmpc_init_lock(ident_t *location, int gtid, omp_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_init_lock_with_hint` (OpenMP 5.2, 18.9.2)
void __kmpc_init_lock_with_hint(ident_t *location, int gtid, omp_lock_t *lock, uintptr_t hint);

// Emitted by Intel's compilers in place of `omp_destroy_lock` (OpenMP 5.2, 18.9.3)
void __kmpc_destroy_lock(ident_t *location, int gtid, omp_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_set_lock` (OpenMP 5.2, 18.9.4)
void __kmpc_set_lock(ident_t *location, int gtid, omp_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_unset_lock` (OpenMP 5.2, 18.9.5)
void __kmpc_unset_lock(ident_t *location, int gtid, omp_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_test_lock` (OpenMP 5.2, 18.9.6)
int __kmpc_test_lock(ident_t *location, int gtid, omp_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_init_nest_lock` (OpenMP 5.2, 18.9.1)
void __kmpc_init_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_init_nest_lock_with_hint` (OpenMP 5.2, 18.9.2)
void __kmpc_init_nest_lock_with_hint(ident_t *location, int gtid, omp_nest_lock_t *lock,
    uintptr_t hint);

// Emitted by Intel's compilers in place of `omp_destroy_nest_lock` (OpenMP 5.2, 18.9.3)
void __kmpc_destroy_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_set_nest_lock` (OpenMP 5.2, 18.9.4)
void __kmpc_set_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_unset_nest_lock` (OpenMP 5.2, 18.9.5)
void __kmpc_unset_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock);

// Emitted by Intel's compilers in place of `omp_test_nest_lock` (OpenMP 5.2, 18.9.6)
int __kmpc_test_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock);

// Emitted by Clang and Flang for `master`, which is `masked` today (OpenMP 5.2, 10.5)
int __kmpc_master(ident_t *location, int gtid);
void __kmpc_end_master(ident_t *location, int gtid);

// Emitted by Clang and Flang for `masked` (OpenMP 5.2, 10.5)
int __kmpc_masked(ident_t *location, int gtid, int number);
void __kmpc_end_masked(ident_t *location, int gtid);

// Emitted by Intel's compilers for `scope` (OpenMP 5.2, 11.2)
void __kmpc_scope(ident_t *location, int gtid, void *reserved);
void __kmpc_end_scope(ident_t *location, int gtid, void *reserved);

// Emitted by Clang and Flang for `parallel` (OpenMP 5.2, 10.1)
void __kmpc_fork_call(ident_t *location, int count, kmpc_micro microtask, ...);

// Emitted by Clang and Flang for `teams` on the host (OpenMP 5.2, 10.2)
void __kmpc_fork_teams(ident_t *location, int count, kmpc_micro microtask, ...);

// Emitted by Clang and Flang for `num_threads` (OpenMP 5.2, 10.1.2)
void __kmpc_push_num_threads(ident_t *location, int gtid, int num_threads);

// LLVM's extension, the opposite of `__kmpc_push_num_threads` (OpenMP 5.2, 10.1.2)
void __kmpc_pop_num_threads(ident_t *location, int gtid);

// Emitted by Clang for `num_threads` with `strict` or a list (OpenMP 6.0, 12.1.2)
void __kmpc_push_num_threads_strict(ident_t *location, int gtid, int num_threads, int severity,
    const char *message);
void __kmpc_push_num_threads_list(ident_t *location, int gtid, unsigned length, const int *list);
void __kmpc_push_num_threads_list_strict(ident_t *location, int gtid, unsigned length,
    const int *list, int severity, const char *message);

// Emitted by Clang and Flang for `ordered` (OpenMP 5.2, 15.10.2)
void __kmpc_ordered(ident_t *location, int gtid);
void __kmpc_end_ordered(ident_t *location, int gtid);

// LLVM's extension for debuggers
int __kmpc_invoke_task_func(int gtid);

// Emitted by Flang for `parallel if` (OpenMP 5.2, 3.4 and 10.1)
void __kmpc_fork_call_if(ident_t *location, int count, kmpc_micro microtask, int condition,
    void *argument);

// Emitted by Clang for `parallel` with `if` (OpenMP 5.2, 3.4 and 10.1)
void __kmpc_serialized_parallel(ident_t *location, int gtid);
void __kmpc_end_serialized_parallel(ident_t *location, int gtid);

// Emitted by Clang and Flang for `proc_bind` (OpenMP 5.2, 10.1.4)
void __kmpc_push_proc_bind(ident_t *location, int gtid, int policy);

// Called by Intel's libraries for `omp_pause_resource_all` (OpenMP 5.2, 18.6.2)
int __kmpc_pause_resource(kmp_pause_status_t level);

// Called by Intel's libraries
uint64_t __kmpc_get_timestamp(void);

// Emitted by Clang and Flang in functions with constructs, for the number that other calls take
int __kmpc_global_thread_num(ident_t *location);

// Emitted by Intel's compilers only
int __kmpc_global_num_threads(ident_t *location);
int __kmpc_bound_thread_num(ident_t *location);
int __kmpc_bound_num_threads(ident_t *location);
int __kmpc_in_parallel(ident_t *location);
int __kmpc_ok_to_fork(ident_t *location);
void __kmpc_begin(ident_t *location, int flags);
void __kmpc_end(ident_t *location);

// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8)
int __kmpc_reduce_nowait(ident_t *location, int gtid, int variables, size_t size, void *list,
    void (*combine)(void *, void *), kmp_critical_name *name);
void __kmpc_end_reduce_nowait(ident_t *location, int gtid, kmp_critical_name *name);
int __kmpc_reduce(ident_t *location, int gtid, int variables, size_t size, void *list,
    void (*combine)(void *, void *), kmp_critical_name *name);
void __kmpc_end_reduce(ident_t *location, int gtid, kmp_critical_name *name);

// Emitted by Intel's compilers for `sections` (OpenMP 5.2, 11.3)
int __kmpc_sections_init(ident_t *location, int gtid, int count);
int __kmpc_next_section(ident_t *location, int gtid, int count);
void __kmpc_end_sections(ident_t *location, int gtid);

// Emitted by Clang and Flang for `single` (OpenMP 5.2, 11.1)
int __kmpc_single(ident_t *location, int gtid);
void __kmpc_end_single(ident_t *location, int gtid);

// Emitted by Clang and Flang for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1)
void __kmpc_copyprivate(ident_t *location, int gtid, size_t size, void *data,
    void (*copy)(void *, void *), int did_it);

// Emitted by Intel's compilers for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1)
void *__kmpc_copyprivate_light(ident_t *location, int gtid, void *data);

// Emitted by Clang and Flang for `for schedule(static)`, `sections` and `distribute` (OpenMP 5.2,
// 11.3, 11.5 and 11.6)
void __kmpc_for_static_init_4(ident_t *location, int gtid, int number, int *last, int *lower,
    int *upper, int *stride, int incr, int chunk);
void __kmpc_for_static_init_4u(ident_t *location, int gtid, int number, int *last, unsigned *lower,
    unsigned *upper, int *stride, int incr, int chunk);
void __kmpc_for_static_init_8(ident_t *location, int gtid, int number, int *last, int64_t *lower,
    int64_t *upper, int64_t *stride, int64_t incr, int64_t chunk);
void __kmpc_for_static_init_8u(ident_t *location, int gtid, int number, int *last, uint64_t *lower,
    uint64_t *upper, int64_t *stride, int64_t incr, int64_t chunk);
void __kmpc_for_static_fini(ident_t *location, int gtid);

// Emitted by Flang and Intel's compilers for `distribute parallel for` (OpenMP 5.2, 11.5 and 11.6)
void __kmpc_dist_for_static_init_4(ident_t *location, int gtid, int number, int *last, int *lower,
    int *upper, int *upper_of_team, int *stride, int incr, int chunk);
void __kmpc_dist_for_static_init_4u(ident_t *location, int gtid, int number, int *last,
    unsigned *lower, unsigned *upper, unsigned *upper_of_team, int *stride, int incr, int chunk);
void __kmpc_dist_for_static_init_8(ident_t *location, int gtid, int number, int *last,
    int64_t *lower, int64_t *upper, int64_t *upper_of_team, int64_t *stride, int64_t incr,
    int64_t chunk);
void __kmpc_dist_for_static_init_8u(ident_t *location, int gtid, int number, int *last,
    uint64_t *lower, uint64_t *upper, uint64_t *upper_of_team, int64_t *stride, int64_t incr,
    int64_t chunk);
void __kmpc_dist_for_static_fini(ident_t *location, int gtid);

// Emitted by Intel's compilers for `distribute` (OpenMP 5.2, 11.6)
void __kmpc_team_static_init_4(ident_t *location, int gtid, int *last, int *lower, int *upper,
    int *stride, int incr, int chunk);
void __kmpc_team_static_init_4u(ident_t *location, int gtid, int *last, unsigned *lower,
    unsigned *upper, int *stride, int incr, int chunk);
void __kmpc_team_static_init_8(ident_t *location, int gtid, int *last, int64_t *lower,
    int64_t *upper, int64_t *stride, int64_t incr, int64_t chunk);
void __kmpc_team_static_init_8u(ident_t *location, int gtid, int *last, uint64_t *lower,
    uint64_t *upper, int64_t *stride, int64_t incr, int64_t chunk);

// Called by LLVM's offloading library for `OMP_TARGET_OFFLOAD` (OpenMP 5.2, 21.2.8)
int __kmpc_get_target_offload(void);

// Emitted by Clang and Flang for `target nowait` (OpenMP 5.2, 13.8)
kmp_task_t *__kmpc_omp_target_task_alloc(ident_t *location, int gtid, int flags, size_t size,
    size_t shareds, kmp_routine_entry_t entry, int64_t device);

// Called by LLVM's offloading library for `target nowait` (OpenMP 5.2, 13.8)
bool __kmpc_omp_has_task_team(int gtid);
void **__kmpc_omp_get_target_async_handle_ptr(int gtid);

// Called by LLVM's offloading library, 24 and later, for variables of a device (OpenMP 5.2, 21)
const char *__kmpc_get_device_env(const char *name, int device);

// Called by Intel's offloading library for variables of a device (OpenMP 5.2, 21)
const char *__kmpc_getenv_device(const char *name);

// Called by Intel's offloading library for `OMP_AVAILABLE_DEVICES` (OpenMP 6.0, 4.3.7)
void __kmpc_set_device_trait(int device, int trait);
int __kmpc_get_offload_device_num(int number);

// Called by Intel's Fortran module for `omp_get_uid_from_device` (OpenMP 6.0, 24.8)
const char *__kmpc_get_uid_from_device(int number);

// Called by Intel's Fortran module for `omp_get_interop_ptr` (OpenMP 5.2, 18.12.3)
void *__kmpc_get_interop_ptr(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);

// Called by Intel's Fortran module for `omp_get_interop_str` (OpenMP 5.2, 18.12.4)
const char *__kmpc_get_interop_str(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);

// Called by Intel's Fortran module for `omp_get_interop_name` (OpenMP 5.2, 18.12.5)
const char *__kmpc_get_interop_name(const omp_interop_t interop, omp_interop_property_t property);

// Called by Intel's Fortran module for `omp_get_interop_type_desc` (OpenMP 5.2, 18.12.6)
const char *__kmpc_get_interop_type_desc(const omp_interop_t interop,
    omp_interop_property_t property);

// Called by Intel's Fortran module for `omp_get_interop_rc_desc` (OpenMP 5.2, 18.12.7)
const char *__kmpc_get_interop_rc_desc(const omp_interop_t interop, omp_interop_rc_t ret_code);

// LLVM's extension, called by programs
uint64_t __kmpc_get_taskid(void);
uint64_t __kmpc_get_parent_taskid(void);

// LLVM's extension, called by other runtimes
kmp_task_t *__kmpc_get_current_task(int gtid);
const kmp_depnode_t *__kmpc_task_get_depnode(kmp_task_t *kmp);
const kmp_depnode_list_t *__kmpc_task_get_successors(kmp_task_t *kmp);

// Emitted by Clang before 11 and Intel's compilers for `task_reduction` (OpenMP 5.2, 5.5.9)
const kmp_taskgroup_t *__kmpc_task_reduction_init(int gtid, int count,
    const kmp_task_red_input_t *variables);

// Emitted by Clang 11 and later for `task_reduction` (OpenMP 5.2, 5.5.9)
const kmp_taskgroup_t *__kmpc_taskred_init(int gtid, int count,
    const kmp_taskred_input_t *variables);

// Emitted by Clang before 11 and Intel's compilers for `reduction(task, …)` (OpenMP 5.2, 5.5.8)
const kmp_taskgroup_t *__kmpc_task_reduction_modifier_init(ident_t *location, int gtid,
    int is_worksharing, int count, const kmp_task_red_input_t *variables);

// Emitted by Clang 11 and later for `reduction(task, …)` (OpenMP 5.2, 5.5.8)
const kmp_taskgroup_t *__kmpc_taskred_modifier_init(ident_t *location, int gtid, int is_worksharing,
    int count, const kmp_taskred_input_t *variables);

// Emitted by Clang for `reduction(task, …)` (OpenMP 5.2, 5.5.8)
void __kmpc_task_reduction_modifier_fini(ident_t *location, int gtid, int is_worksharing);

// Emitted by Clang for `in_reduction` and `reduction(task, …)` (OpenMP 5.2, 5.5.10)
void *__kmpc_task_reduction_get_th_data(int gtid, const kmp_taskgroup_t *group, void *variable);

// Emitted by Clang and Flang for `taskgroup` (OpenMP 5.2, 15.4)
void __kmpc_taskgroup(ident_t *location, int gtid);
void __kmpc_end_taskgroup(ident_t *location, int gtid);

// Emitted by Clang and Flang for `taskloop` (OpenMP 5.2, 12.6)
void __kmpc_taskloop(ident_t *location, int gtid, kmp_task_t *pattern, int condition,
    uint64_t *lower, uint64_t *upper, int64_t stride, int nogroup, int kind, uint64_t number,
    kmp_task_dup_t duplicate);

// Emitted by Clang 20 and later for `taskloop` with `strict` (OpenMP 5.2, 12.6)
void __kmpc_taskloop_5(ident_t *location, int gtid, kmp_task_t *pattern, int condition,
    uint64_t *lower, uint64_t *upper, int64_t stride, int nogroup, int kind, uint64_t number,
    int modifier, kmp_task_dup_t duplicate);

// Emitted by Clang and Flang for `task` (OpenMP 5.2, 12.5)
kmp_task_t *__kmpc_omp_task_alloc(ident_t *location, int gtid, int flags, size_t size,
    size_t shareds, kmp_routine_entry_t entry);
int __kmpc_omp_task(ident_t *location, int gtid, kmp_task_t *kmp);
int __kmpc_omp_task_with_deps(ident_t *location, int gtid, kmp_task_t *kmp, int count,
    const kmp_depend_info_t *list, int count_noalias, const kmp_depend_info_t *list_noalias);

// Emitted by Intel's compilers for `task untied` (OpenMP 5.2, 12.1 and 12.5)
int __kmpc_omp_task_parts(ident_t *location, int gtid, kmp_task_t *kmp);

// Emitted by Clang and Flang for `task` with `if` (OpenMP 5.2, 3.4 and 12.5)
void __kmpc_omp_task_begin_if0(ident_t *location, int gtid, kmp_task_t *kmp);
void __kmpc_omp_task_complete_if0(ident_t *location, int gtid, kmp_task_t *kmp);
void __kmpc_omp_wait_deps(ident_t *location, int gtid, int count, const kmp_depend_info_t *list,
    int count_noalias, const kmp_depend_info_t *list_noalias);

// Emitted by Clang 16 and later for `taskwait depend` (OpenMP 5.2, 15.5)
void __kmpc_omp_taskwait_deps_51(ident_t *location, int gtid, int count,
    const kmp_depend_info_t *list, int count_noalias, const kmp_depend_info_t *list_noalias,
    int nowait);

// Emitted by Clang and Flang for `taskwait` (OpenMP 5.2, 15.5)
int __kmpc_omp_taskwait(ident_t *location, int gtid);

// Emitted by Clang and Flang for `taskyield` (OpenMP 5.2, 12.7)
int __kmpc_omp_taskyield(ident_t *location, int gtid, int end_part);

// Emitted by Clang for `detach` (OpenMP 5.2, 12.5.2)
kmp_event_t *__kmpc_task_allow_completion_event(ident_t *location, int gtid, kmp_task_t *kmp);

// Called by LLVM's offloading library and other runtimes when what a proxy task stands for is done
void __kmpc_proxy_task_completed(int gtid, kmp_task_t *kmp);
void __kmpc_proxy_task_completed_ooo(kmp_task_t *kmp);

// Emitted by Clang for the `affinity` clause of `task` (OpenMP 5.2, 12.5.1)
int __kmpc_omp_reg_task_with_affinity(ident_t *location, int gtid, kmp_task_t *kmp, int count,
    const kmp_task_affinity_info_t *list);

// Emitted by Clang for `num_teams` and `thread_limit` (OpenMP 5.2, 10.2.1 and 13.3)
void __kmpc_push_num_teams(ident_t *location, int gtid, int num_teams, int thread_limit);

// Emitted by Flang for `num_teams` and `thread_limit` (OpenMP 5.2, 10.2.1 and 13.3)
void __kmpc_push_num_teams_51(ident_t *location, int gtid, int least, int most, int thread_limit);

// Emitted by Clang 18 and later for `target thread_limit` (OpenMP 5.2, 13.3)
void __kmpc_set_thread_limit(ident_t *location, int gtid, int thread_limit);

// Emitted by Flang, and by Clang under `-fnoopenmp-use-tls`, for `threadprivate` (OpenMP 5.2, 5.2)
void *__kmpc_threadprivate_cached(ident_t *location, int gtid, void *variable, size_t size,
    void ***cache);

// Emitted by Intel's compilers for `threadprivate` (OpenMP 5.2, 5.2)
void *__kmpc_threadprivate(ident_t *location, int gtid, void *variable, size_t size);
void __kmpc_threadprivate_register_vec(ident_t *location, void *variable, kmpc_ctor_vec construct,
    kmpc_cctor_vec copy, kmpc_dtor_vec destroy, size_t length);

// Emitted by Clang under `-fnoopenmp-use-tls` for `threadprivate` (OpenMP 5.2, 5.2)
void __kmpc_threadprivate_register(ident_t *location, void *variable, kmpc_ctor construct,
    kmpc_cctor copy, kmpc_dtor destroy);

// LLVM's extension for `threadprivate` (OpenMP 5.2, 5.2)
void kmp_threadprivate_insert_private_data(int gtid, void *variable, const void *image,
    size_t size);
struct private_common *kmp_threadprivate_insert(int gtid, void *variable, const void *image,
    size_t size);
