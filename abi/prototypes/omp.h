/* Functions that programs call by the names of the OpenMP specification, in all forms. A comment
   above declarations says where they are specified. NAME_ and NAME_8_ are called by Fortran
   programs, NAME__NODE is what NAME is under one version node, ompc_NAME, kmp_NAME_8 and
   kmpc_NAME_8 are libomp's other names of a routine. */

// An object that `depobj` constructs of Clang make: its omp.h calls it omp_depend_t.
typedef struct kmp_depend_info *kmp_depobj_t;
// Intel's description of a character pointer of deferred length.
typedef struct ifort_pointer ifort_pointer_t;
// Of OpenMP 6.1: which threads share the memory.
typedef int omp_access_t;
typedef struct ompt_start_tool_result_t ompt_start_tool_result_t;

// OpenMP 5.2, 18.2.1
void omp_set_num_threads(int num_threads);
void omp_set_num_threads_(const int *num_threads);
void omp_set_num_threads_8_(const int64_t *num_threads);
void ompc_set_num_threads(int num_threads);
void kmp_set_num_threads_8(int64_t num_threads);
void kmpc_set_num_threads_8(int64_t num_threads);
void kmp_set_num_threads_8_(const int64_t *num_threads);

// OpenMP 5.2, 18.2.2
int omp_get_num_threads(void);
int omp_get_num_threads_(void);

// OpenMP 5.2, 18.2.3
int omp_get_max_threads(void);
int omp_get_max_threads_(void);

// OpenMP 5.2, 18.2.4
int omp_get_thread_num(void);
int omp_get_thread_num_(void);

// OpenMP 5.2, 18.2.5
int omp_in_parallel(void);
int omp_in_parallel_(void);

// OpenMP 5.2, 18.2.6
void omp_set_dynamic(int dynamic_threads);
void omp_set_dynamic_(const int *dynamic_threads);
void omp_set_dynamic_8_(const int64_t *dynamic_threads);
void ompc_set_dynamic(int dynamic_threads);

// OpenMP 5.2, 18.2.7
int omp_get_dynamic(void);
int omp_get_dynamic_(void);

// OpenMP 5.2, 18.2.8
int omp_get_cancellation(void);
int omp_get_cancellation_(void);

// OpenMP 5.2, 18.2.9
void omp_set_nested(int nested);
void omp_set_nested_(const int *nested);
void omp_set_nested_8_(const int64_t *nested);
void ompc_set_nested(int nested);

// OpenMP 5.2, 18.2.10
int omp_get_nested(void);
int omp_get_nested_(void);

// OpenMP 5.2, 18.2.11
void omp_set_schedule(omp_sched_t kind, int chunk_size);
void omp_set_schedule_(const omp_sched_t *kind, const int *chunk_size);
void omp_set_schedule_8_(const omp_sched_t *kind, const int64_t *chunk_size);
void ompc_set_schedule(omp_sched_t kind, int chunk_size);
void kmp_set_schedule_8(omp_sched_t kind, int64_t chunk_size);
void kmp_set_schedule_8_(const omp_sched_t *kind, const int64_t *chunk_size);

// OpenMP 5.2, 18.2.12
void omp_get_schedule(omp_sched_t *kind, int *chunk_size);
void omp_get_schedule_(omp_sched_t *kind, int *chunk_size);
void omp_get_schedule_8_(omp_sched_t *kind, int64_t *chunk_size);
void omp_get_schedule__VERSION(omp_sched_t *kind, int *chunk_size);
void omp_get_schedule___VERSION(omp_sched_t *kind, int *chunk_size);
void kmp_get_schedule_8_(omp_sched_t *kind, int64_t *chunk_size);
void kmp_get_schedule_8(omp_sched_t *kind, int64_t *chunk_size);

// OpenMP 5.2, 18.2.13
int omp_get_thread_limit(void);
int omp_get_thread_limit_(void);

// OpenMP 5.2, 18.2.14
int omp_get_supported_active_levels(void);
int omp_get_supported_active_levels_(void);

// OpenMP 5.2, 18.2.15
void omp_set_max_active_levels(int max_levels);
void omp_set_max_active_levels_(const int *max_levels);
void omp_set_max_active_levels_8_(const int64_t *max_levels);
void ompc_set_max_active_levels(int max_levels);
void kmp_set_max_active_levels_8(int64_t max_levels);
void kmp_set_max_active_levels_8_(const int64_t *max_levels);

// OpenMP 5.2, 18.2.16
int omp_get_max_active_levels(void);
int omp_get_max_active_levels_(void);

// OpenMP 5.2, 18.2.17
int omp_get_level(void);
int omp_get_level_(void);

// OpenMP 5.2, 18.2.18
int omp_get_ancestor_thread_num(int level);
int omp_get_ancestor_thread_num_(const int *level);
int omp_get_ancestor_thread_num_8_(const int64_t *level);
int ompc_get_ancestor_thread_num(int level);
int kmp_get_ancestor_thread_num_8(int64_t level);
int kmp_get_ancestor_thread_num_8_(const int64_t *level);

// OpenMP 5.2, 18.2.19
int omp_get_team_size(int level);
int omp_get_team_size_(const int *level);
int omp_get_team_size_8_(const int64_t *level);
int ompc_get_team_size(int level);
int kmp_get_team_size_8(int64_t level);
int kmp_get_team_size_8_(const int64_t *level);

// OpenMP 5.2, 18.2.20
int omp_get_active_level(void);
int omp_get_active_level_(void);

// OpenMP 5.2, 18.3.1
omp_proc_bind_t omp_get_proc_bind(void);
omp_proc_bind_t omp_get_proc_bind_(void);

// OpenMP 5.2, 18.3.2
int omp_get_num_places(void);
int omp_get_num_places_(void);

// OpenMP 5.2, 18.3.3
int omp_get_place_num_procs(int place_num);
int omp_get_place_num_procs_(const int *place_num);
int omp_get_place_num_procs_8_(const int64_t *place_num);
int kmp_get_place_num_procs_8(int64_t place_num);
int kmp_get_place_num_procs_8_(const int64_t *place_num);

// OpenMP 5.2, 18.3.4
void omp_get_place_proc_ids(int place_num, int *ids);
void omp_get_place_proc_ids_(const int *place_num, int *ids);
void omp_get_place_proc_ids_8_(const int64_t *place_num, int64_t *ids);
void kmp_get_place_proc_ids_8(int64_t place_num, int64_t *ids);
void kmp_get_place_proc_ids_8_(const int64_t *place_num, int64_t *ids);

// OpenMP 5.2, 18.3.5
int omp_get_place_num(void);
int omp_get_place_num_(void);

// OpenMP 5.2, 18.3.6
int omp_get_partition_num_places(void);
int omp_get_partition_num_places_(void);

// OpenMP 5.2, 18.3.7
void omp_get_partition_place_nums(int *place_nums);
void omp_get_partition_place_nums_(int *place_nums);
void omp_get_partition_place_nums_8_(int64_t *place_nums);
void kmp_get_partition_place_nums_8(int64_t *place_nums);
void kmp_get_partition_place_nums_8_(int64_t *place_nums);

// OpenMP 5.2, 18.3.8
void omp_set_affinity_format(const char *format);
void omp_set_affinity_format_(const char *format, size_t length);
void ompc_set_affinity_format(const char *format);

// OpenMP 5.2, 18.3.9
size_t omp_get_affinity_format(char *buffer, size_t size);
int omp_get_affinity_format_(char *buffer, size_t size);
size_t ompc_get_affinity_format(char *buffer, size_t size);

// OpenMP 5.2, 18.3.10
void omp_display_affinity(const char *format);
void omp_display_affinity_(const char *format, size_t length);
void ompc_display_affinity(const char *format);

// OpenMP 5.2, 18.3.11
size_t omp_capture_affinity(char *buffer, size_t size, const char *format);
int omp_capture_affinity_(char *buffer, const char *format, size_t size, size_t length);
size_t ompc_capture_affinity(char *buffer, size_t size, const char *format);

// OpenMP 5.2, 18.4.1
int omp_get_num_teams(void);
int omp_get_num_teams_(void);

// OpenMP 5.2, 18.4.2
int omp_get_team_num(void);
int omp_get_team_num_(void);

// OpenMP 5.2, 18.4.3
void omp_set_num_teams(int num_teams);
void omp_set_num_teams_(const int *num_teams);
void omp_set_num_teams_8_(const int64_t *num_teams);
void kmp_set_num_teams_8(int64_t num_teams);
void kmp_set_num_teams_8_(const int64_t *num_teams);

// OpenMP 5.2, 18.4.4
int omp_get_max_teams(void);
int omp_get_max_teams_(void);

// OpenMP 5.2, 18.4.5
void omp_set_teams_thread_limit(int thread_limit);
void omp_set_teams_thread_limit_(const int *thread_limit);
void omp_set_teams_thread_limit_8_(const int64_t *thread_limit);
void kmp_set_teams_thread_limit_8(int64_t thread_limit);
void kmp_set_teams_thread_limit_8_(const int64_t *thread_limit);

// OpenMP 5.2, 18.4.6
int omp_get_teams_thread_limit(void);
int omp_get_teams_thread_limit_(void);

// OpenMP 5.2, 18.5.1
int omp_get_max_task_priority(void);
int omp_get_max_task_priority_(void);

// OpenMP 5.2, 18.5.2
int omp_in_explicit_task(void);
int omp_in_explicit_task_(void);

// OpenMP 5.2, 18.5.3
int omp_in_final(void);
int omp_in_final_(void);

// OpenMP 5.2, 18.6.1
int omp_pause_resource(omp_pause_resource_t kind, int device_num);
int omp_pause_resource_(const omp_pause_resource_t *kind, const int *device_num);
int kmp_pause_resource_8(omp_pause_resource_t kind, int64_t device_num);
int kmp_pause_resource_8_(const omp_pause_resource_t *kind, const int64_t *device_num);

// OpenMP 5.2, 18.6.2
int omp_pause_resource_all(omp_pause_resource_t kind);
int omp_pause_resource_all_(const omp_pause_resource_t *kind);

// OpenMP 5.2, 18.7.1
int omp_get_num_procs(void);
int omp_get_num_procs_(void);

// OpenMP 5.2, 18.7.2
void omp_set_default_device(int device_num);
void omp_set_default_device_(const int *device_num);
void omp_set_default_device_8_(const int64_t *device_num);
void kmp_set_default_device_8(int64_t device_num);
void kmp_set_default_device_8_(const int64_t *device_num);

// OpenMP 5.2, 18.7.3
int omp_get_default_device(void);
int omp_get_default_device_(void);

// OpenMP 5.2, 18.7.4
int omp_get_num_devices(void);
int omp_get_num_devices_(void);

// OpenMP 5.2, 18.7.5
int omp_get_device_num(void);
int omp_get_device_num_(void);

// OpenMP 5.2, 18.7.6
int omp_is_initial_device(void);
int omp_is_initial_device_(void);

// OpenMP 5.2, 18.7.7
int omp_get_initial_device(void);
int omp_get_initial_device_(void);

// OpenMP 5.2, 18.8.1
void *omp_target_alloc(size_t size, int device_num);

// OpenMP 5.2, 18.8.2
void omp_target_free(void *device_ptr, int device_num);

// OpenMP 5.2, 18.8.3
int omp_target_is_present(const void *ptr, int device_num);

// OpenMP 5.2, 18.8.4
int omp_target_is_accessible(const void *ptr, size_t size, int device_num);

// OpenMP 5.2, 18.8.5
int omp_target_memcpy(void *dst, const void *src, size_t length, size_t dst_offset,
    size_t src_offset, int dst_device_num, int src_device_num);

// OpenMP 5.2, 18.8.6
int omp_target_memcpy_rect(void *dst, const void *src, size_t element_size, int num_dims,
    const size_t *volume, const size_t *dst_offsets, const size_t *src_offsets,
    const size_t *dst_dimensions, const size_t *src_dimensions, int dst_device_num,
    int src_device_num);

// OpenMP 5.2, 18.8.7
int omp_target_memcpy_async(void *dst, const void *src, size_t length, size_t dst_offset,
    size_t src_offset, int dst_device_num, int src_device_num, int depobj_count,
    omp_depend_t *depobj_list);
int omp_target_memcpy_async_(void *dst, const void *src, size_t length, size_t dst_offset,
    size_t src_offset, int dst_device, int src_device, int depobj_count, kmp_depobj_t *depobj_list);
int omp_target_memcpy_async__VERSION(void *dst, const void *src, size_t length, size_t dst_offset,
    size_t src_offset, int dst_device_num, int src_device_num, int depobj_count,
    kmp_depobj_t *depobj_list);

// OpenMP 5.2, 18.8.8
int omp_target_memcpy_rect_async(void *dst, const void *src, size_t element_size, int num_dims,
    const size_t *volume, const size_t *dst_offsets, const size_t *src_offsets,
    const size_t *dst_dimensions, const size_t *src_dimensions, int dst_device_num,
    int src_device_num, int depobj_count, omp_depend_t *depobj_list);
int omp_target_memcpy_rect_async_(void *dst, const void *src, size_t element_size, int num_dims,
    const size_t *volume, const size_t *dst_offsets, const size_t *src_offsets,
    const size_t *dst_dimensions, const size_t *src_dimensions, int dst_device, int src_device,
    int depobj_count, kmp_depobj_t *depobj_list);
int omp_target_memcpy_rect_async__VERSION(void *dst, const void *src, size_t element_size,
    int num_dims, const size_t *volume, const size_t *dst_offsets, const size_t *src_offsets,
    const size_t *dst_dimensions, const size_t *src_dimensions, int dst_device_num,
    int src_device_num, int depobj_count, kmp_depobj_t *depobj_list);

// OpenMP 5.2, 18.8.9
int omp_target_associate_ptr(const void *host_ptr, const void *device_ptr, size_t size,
    size_t device_offset, int device_num);

// OpenMP 5.2, 18.8.10
int omp_target_disassociate_ptr(const void *ptr, int device_num);

// OpenMP 5.2, 18.8.11
void *omp_get_mapped_ptr(const void *ptr, int device_num);

// OpenMP 5.2, 18.9.1
void omp_init_lock(omp_lock_t *lock);
void omp_init_lock_(omp_lock_t *lock);
void omp_init_nest_lock(omp_nest_lock_t *lock);
void omp_init_nest_lock_(omp_nest_lock_t *lock);

// OpenMP 5.2, 18.9.2
void omp_init_lock_with_hint(omp_lock_t *lock, omp_sync_hint_t hint);
void omp_init_lock_with_hint_(omp_lock_t *lock, const omp_sync_hint_t *hint);
void omp_init_nest_lock_with_hint(omp_nest_lock_t *lock, omp_sync_hint_t hint);
void omp_init_nest_lock_with_hint_(omp_nest_lock_t *lock, const omp_sync_hint_t *hint);

// OpenMP 5.2, 18.9.3
void omp_destroy_lock(omp_lock_t *lock);
void omp_destroy_lock_(omp_lock_t *lock);
void omp_destroy_nest_lock(omp_nest_lock_t *lock);
void omp_destroy_nest_lock_(omp_nest_lock_t *lock);

// OpenMP 5.2, 18.9.4
void omp_set_lock(omp_lock_t *lock);
void omp_set_lock_(omp_lock_t *lock);
void omp_set_nest_lock(omp_nest_lock_t *lock);
void omp_set_nest_lock_(omp_nest_lock_t *lock);
void omp_set_nest_lock__VERSION(omp_nest_lock_t *lock);
void omp_set_nest_lock___VERSION(omp_nest_lock_t *lock);

// OpenMP 5.2, 18.9.5
void omp_unset_lock(omp_lock_t *lock);
void omp_unset_lock_(omp_lock_t *lock);
void omp_unset_nest_lock(omp_nest_lock_t *lock);
void omp_unset_nest_lock_(omp_nest_lock_t *lock);

// OpenMP 5.2, 18.9.6
int omp_test_lock(omp_lock_t *lock);
int omp_test_lock_(omp_lock_t *lock);
int omp_test_nest_lock(omp_nest_lock_t *lock);
int omp_test_nest_lock_(omp_nest_lock_t *lock);
int omp_test_nest_lock__VERSION(omp_nest_lock_t *lock);
int omp_test_nest_lock___VERSION(omp_nest_lock_t *lock);

// OpenMP 5.2, 18.10.1
double omp_get_wtime(void);
double omp_get_wtime_(void);

// OpenMP 5.2, 18.10.2
double omp_get_wtick(void);
double omp_get_wtick_(void);

// OpenMP 5.2, 18.11.1
void omp_fulfill_event(omp_event_handle_t event);
void omp_fulfill_event_(omp_event_handle_t event);

// OpenMP 5.2, 18.12.1
int omp_get_num_interop_properties(const omp_interop_t interop);
int omp_get_num_interop_properties_(const omp_interop_t interop);

// OpenMP 5.2, 18.12.2
omp_intptr_t omp_get_interop_int(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);
omp_intptr_t omp_get_interop_int_(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);

// OpenMP 5.2, 18.12.3
void *omp_get_interop_ptr(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);
void *omp_get_interop_ptr_(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);
void omp_lib_mp_omp_get_interop_ptr_(void **result, const omp_interop_t *interop,
    const omp_interop_property_t *property, int *ret_code);

// OpenMP 5.2, 18.12.4
const char *omp_get_interop_str(const omp_interop_t interop, omp_interop_property_t property,
    int *ret_code);
void omp_get_interop_str_(const char **text, size_t *length, const omp_interop_t interop,
    omp_interop_property_t property, int *ret_code);
const char *omp_get_interop_str___VERSION(const omp_interop_t interop,
    omp_interop_property_t property, int *ret_code);
void omp_lib_mp_omp_get_interop_str_(ifort_pointer_t *result, const omp_interop_t *interop,
    const omp_interop_property_t *property, int *ret_code);

// OpenMP 5.2, 18.12.5
const char *omp_get_interop_name(const omp_interop_t interop, omp_interop_property_t property);
void omp_get_interop_name_(const char **text, size_t *length, const omp_interop_t interop,
    omp_interop_property_t property);
const char *omp_get_interop_name___VERSION(const omp_interop_t interop,
    omp_interop_property_t property);
void omp_lib_mp_omp_get_interop_name_(ifort_pointer_t *result, const omp_interop_t *interop,
    const omp_interop_property_t *property);

// OpenMP 5.2, 18.12.6
const char *omp_get_interop_type_desc(const omp_interop_t interop, omp_interop_property_t property);
void omp_get_interop_type_desc_(const char **text, size_t *length, const omp_interop_t interop,
    omp_interop_property_t property);
const char *omp_get_interop_type_desc___VERSION(const omp_interop_t interop,
    omp_interop_property_t property);
void omp_lib_mp_omp_get_interop_type_desc_(ifort_pointer_t *result, const omp_interop_t *interop,
    const omp_interop_property_t *property);

// OpenMP 5.2, 18.12.7
const char *omp_get_interop_rc_desc(const omp_interop_t interop, omp_interop_rc_t ret_code);
void omp_get_interop_rc_desc_(const char **text, size_t *length, const omp_interop_t interop,
    omp_interop_rc_t ret_code);
const char *omp_get_interop_rc_desc___VERSION(const omp_interop_t interop,
    omp_interop_rc_t ret_code);
void omp_lib_mp_omp_get_interop_rc_desc_(ifort_pointer_t *result, const omp_interop_t *interop,
    const omp_interop_rc_t *code);

// OpenMP 5.2, 18.13.2
omp_allocator_handle_t omp_init_allocator(omp_memspace_handle_t memspace, int ntraits,
    const omp_alloctrait_t traits[]);
omp_allocator_handle_t omp_init_allocator_(const omp_memspace_handle_t *memspace,
    const int *ntraits, const omp_alloctrait_t *traits);
omp_allocator_handle_t omp_init_allocator_8_(const omp_memspace_handle_t *memspace,
    const int64_t *ntraits, const omp_alloctrait_t *traits);

// OpenMP 5.2, 18.13.3
void omp_destroy_allocator(omp_allocator_handle_t allocator);
void omp_destroy_allocator_(const omp_allocator_handle_t *allocator);

// OpenMP 5.2, 18.13.4
void omp_set_default_allocator(omp_allocator_handle_t allocator);
void omp_set_default_allocator_(const omp_allocator_handle_t *allocator);

// OpenMP 5.2, 18.13.5
omp_allocator_handle_t omp_get_default_allocator(void);
omp_allocator_handle_t omp_get_default_allocator_(void);

// OpenMP 5.2, 18.13.6
void *omp_alloc(size_t size, omp_allocator_handle_t allocator);
void *omp_aligned_alloc(size_t alignment, size_t size, omp_allocator_handle_t allocator);

// OpenMP 5.2, 18.13.7
void omp_free(void *ptr, omp_allocator_handle_t allocator);

// OpenMP 5.2, 18.13.8
void *omp_calloc(size_t nmemb, size_t size, omp_allocator_handle_t allocator);
void *omp_aligned_calloc(size_t alignment, size_t nmemb, size_t size,
    omp_allocator_handle_t allocator);

// OpenMP 5.2, 18.13.9
void *omp_realloc(void *ptr, size_t size, omp_allocator_handle_t allocator,
    omp_allocator_handle_t free_allocator);

// OpenMP 5.2, 18.14
int omp_control_tool(int command, int modifier, void *arg);
int omp_control_tool_(const int *command, const int *modifier, void *arg);
int omp_control_tool_8_(const int64_t *command, const int64_t *modifier, void *arg);

// OpenMP 5.2, 18.15
void omp_display_env(int verbose);
void omp_display_env_(const int *verbose);
void omp_display_env_8_(const int64_t *verbose);

// OpenMP 5.2, 19.2.1
ompt_start_tool_result_t *ompt_start_tool(unsigned omp_version, const char *runtime_version);

// OpenMP 6.0, 23.1.4
int omp_is_free_agent(void);
int omp_is_free_agent_(void);

// OpenMP 6.0, 23.1.5
int omp_ancestor_is_free_agent(int level);
int omp_ancestor_is_free_agent_(const int *level);

// OpenMP 6.0, 24.7
int omp_get_device_from_uid(const char *uid);
int omp_get_device_from_uid_(const char *uid, size_t length);
int omp_get_device_from_uid___VERSION(const char *uid);
int omp_get_device_from_uid___OMP_6_0(const char *uid);

// OpenMP 6.0, 24.8
const char *omp_get_uid_from_device(int device_num);
void omp_get_uid_from_device_(const char **uid, size_t *length, int device_num);
void omp_get_uid_from_device_8_(const char **uid, size_t *length, int64_t device_num);
const char *omp_get_uid_from_device___VERSION(int device_num);
const char *omp_get_uid_from_device___OMP_6_0(int device_num);
void omp_lib_mp_omp_get_uid_from_device_(ifort_pointer_t *result, const int *number);

// OpenMP 6.0, 25.8.1
void *omp_target_memset(void *ptr, int val, size_t count, int device_num);

// OpenMP 6.0, 25.8.2
void *omp_target_memset_async(void *pointer, int value, size_t count, int device_num,
    int depobj_count, omp_depend_t *depobj_list);

// OpenMP 6.0, 27.1.1
omp_memspace_handle_t omp_get_devices_memspace(int ndevs, const int *devs,
    omp_memspace_handle_t memspace);
omp_memspace_handle_t omp_get_devices_memspace_(const int *ndevs, const int *devs,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.1.2
omp_memspace_handle_t omp_get_device_memspace(int dev, omp_memspace_handle_t memspace);
omp_memspace_handle_t omp_get_device_memspace_(const int *dev,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.1.3
omp_memspace_handle_t omp_get_devices_and_host_memspace(int ndevs, const int *devs,
    omp_memspace_handle_t memspace);
omp_memspace_handle_t omp_get_devices_and_host_memspace_(const int *ndevs, const int *devs,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.1.4
omp_memspace_handle_t omp_get_device_and_host_memspace(int dev, omp_memspace_handle_t memspace);
omp_memspace_handle_t omp_get_device_and_host_memspace_(const int *dev,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.1.5
omp_memspace_handle_t omp_get_devices_all_memspace(omp_memspace_handle_t memspace);
omp_memspace_handle_t omp_get_devices_all_memspace_(const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.2
int omp_get_memspace_num_resources(omp_memspace_handle_t memspace);
int omp_get_memspace_num_resources_(const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.4
omp_memspace_handle_t omp_get_submemspace(omp_memspace_handle_t memspace, int num_resources,
    int *resources);
omp_memspace_handle_t omp_get_submemspace_(const omp_memspace_handle_t *memspace,
    const int *num_resources, int *resources);

// OpenMP 6.0, 27.8.1
omp_allocator_handle_t omp_get_devices_allocator(int ndevs, const int *devs,
    omp_memspace_handle_t memspace);
omp_allocator_handle_t omp_get_devices_allocator_(const int *ndevs, const int *devs,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.8.2
omp_allocator_handle_t omp_get_device_allocator(int dev, omp_memspace_handle_t memspace);
omp_allocator_handle_t omp_get_device_allocator_(const int *dev,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.8.3
omp_allocator_handle_t omp_get_devices_and_host_allocator(int ndevs, const int *devs,
    omp_memspace_handle_t memspace);
omp_allocator_handle_t omp_get_devices_and_host_allocator_(const int *ndevs, const int *devs,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.8.4
omp_allocator_handle_t omp_get_device_and_host_allocator(int dev, omp_memspace_handle_t memspace);
omp_allocator_handle_t omp_get_device_and_host_allocator_(const int *dev,
    const omp_memspace_handle_t *memspace);

// OpenMP 6.0, 27.8.5
omp_allocator_handle_t omp_get_devices_all_allocator(omp_memspace_handle_t memspace);
omp_allocator_handle_t omp_get_devices_all_allocator_(const omp_memspace_handle_t *memspace);

// OpenMP 6.1, draft
omp_memspace_handle_t omp_get_dyn_gprivate_memspace(omp_access_t access_group);
void omp_get_device_distances(int ndevs, const int *devs, int *distances);
int omp_get_num_threads_dim(int dim);
int omp_get_thread_num_dim(int dim);
int omp_get_thread_limit_dim(int dim);
int omp_get_num_teams_dim(int dim);
int omp_get_team_num_dim(int dim);
int omp_get_supported_active_team_dims(int device_num, int native);
int omp_get_supported_active_team_dims_(const int *device_num, const int *native);
int omp_get_supported_active_league_dims(int device_num, int native);
int omp_get_supported_active_league_dims_(const int *device_num, const int *native);
int omp_get_supported_teams_dim(int device_num, int dim);
int omp_get_supported_threads_dim(int device_num, int dim);
void *omp_get_dyn_gprivate_ptr(size_t offset, omp_access_t access_group);
void *omp_get_dyn_gprivate_nofb_ptr(size_t offset, omp_access_t access_group);
size_t omp_get_dyn_gprivate_size(omp_access_t access_group);

// Intel's extension
void *ompx_get_dyn_cgroup_mem(void);

// Named by Intel's Fortran compiler for the module `omp_lib`
void omp_lib____VERSION(void);

// Named by Intel's Fortran compiler for the module `omp_lib_kinds`
void omp_lib_kinds____VERSION(void);

// Called by LLVM's offloading library when it is loaded
void ompt_libomp_connect(ompt_start_tool_result_t *result);
