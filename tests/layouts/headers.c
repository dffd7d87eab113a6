/* The library's assumptions about types and values in omp.h, checked by compiling against GCC's and
   LLVM's header. */
#include <omp.h>
#include <stddef.h>

#define SIZE(type, size, alignment) \
    _Static_assert(sizeof(type) == (size) && _Alignof(type) == (alignment), #type)
#define VALUE(name, value) _Static_assert((long long)(name) == (value), #name)

/* One function serves both headers, so it may touch only what the smaller object has: four bytes of
   a lock, eight of a nest lock, eight of a depend object. */
#ifdef __clang__
SIZE(omp_lock_t, 8, 8);
SIZE(omp_nest_lock_t, 8, 8);
SIZE(omp_depend_t, 8, 8);
#else
SIZE(omp_lock_t, 4, 4);
SIZE(omp_nest_lock_t, 16, 8);
SIZE(omp_depend_t, 16, 8);
#endif

SIZE(omp_sched_t, 4, 4);
VALUE(omp_sched_static, 1);
VALUE(omp_sched_dynamic, 2);
VALUE(omp_sched_guided, 3);
VALUE(omp_sched_auto, 4);
VALUE((unsigned)omp_sched_monotonic, 0x80000000LL);

SIZE(omp_proc_bind_t, 4, 4);
VALUE(omp_proc_bind_false, 0);
VALUE(omp_proc_bind_true, 1);
VALUE(omp_proc_bind_master, 2);
VALUE(omp_proc_bind_close, 3);
VALUE(omp_proc_bind_spread, 4);

SIZE(omp_sync_hint_t, 4, 4);
SIZE(omp_lock_hint_t, 4, 4);
VALUE(omp_sync_hint_none, 0);
VALUE(omp_sync_hint_uncontended, 1);
VALUE(omp_sync_hint_contended, 2);
VALUE(omp_sync_hint_nonspeculative, 4);
VALUE(omp_sync_hint_speculative, 8);

SIZE(omp_pause_resource_t, 4, 4);
VALUE(omp_pause_soft, 1);
VALUE(omp_pause_hard, 2);

SIZE(omp_event_handle_t, 8, 8);

SIZE(omp_allocator_handle_t, 8, 8);
VALUE(omp_null_allocator, 0);
VALUE(omp_default_mem_alloc, 1);
VALUE(omp_large_cap_mem_alloc, 2);
VALUE(omp_const_mem_alloc, 3);
VALUE(omp_high_bw_mem_alloc, 4);
VALUE(omp_low_lat_mem_alloc, 5);
VALUE(omp_cgroup_mem_alloc, 6);
VALUE(omp_pteam_mem_alloc, 7);
VALUE(omp_thread_mem_alloc, 8);

/* omp_default_mem_space is 0, and 99 in LLVM's header from 21 on. */
SIZE(omp_memspace_handle_t, 8, 8);
_Static_assert(omp_default_mem_space == 0 || omp_default_mem_space == 99, "omp_default_mem_space");
VALUE(omp_large_cap_mem_space, 1);
VALUE(omp_const_mem_space, 2);
VALUE(omp_high_bw_mem_space, 3);
VALUE(omp_low_lat_mem_space, 4);

/* The value's own type has 4 bytes in LLVM's header and 8 in GCC's; the member of the pair has 8 in
   both. */
SIZE(omp_alloctrait_t, 16, 8);
_Static_assert(offsetof(omp_alloctrait_t, key) == 0 && offsetof(omp_alloctrait_t, value) == 8, "omp_alloctrait_t");
VALUE(omp_atk_sync_hint, 1);
VALUE(omp_atk_alignment, 2);
VALUE(omp_atk_access, 3);
VALUE(omp_atk_pool_size, 4);
VALUE(omp_atk_fallback, 5);
VALUE(omp_atk_fb_data, 6);
VALUE(omp_atk_pinned, 7);
VALUE(omp_atk_partition, 8);
VALUE(omp_atv_false, 0);
VALUE(omp_atv_true, 1);
VALUE(omp_atv_contended, 3);
VALUE(omp_atv_uncontended, 4);
VALUE(omp_atv_serialized, 5);
VALUE(omp_atv_private, 6);
VALUE(omp_atv_thread, 8);
VALUE(omp_atv_pteam, 9);
VALUE(omp_atv_cgroup, 10);
VALUE(omp_atv_default_mem_fb, 11);
VALUE(omp_atv_null_fb, 12);
VALUE(omp_atv_abort_fb, 13);
VALUE(omp_atv_allocator_fb, 14);
VALUE(omp_atv_environment, 15);
VALUE(omp_atv_nearest, 16);
VALUE(omp_atv_blocked, 17);
VALUE(omp_atv_interleaved, 18);
