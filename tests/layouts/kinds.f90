! The kinds in gfortran's omp_lib are as the library assumes: a kind of -1 does not compile.
program kinds
  use omp_lib
  implicit none
  integer(merge(4, -1, omp_lock_kind == 4)) :: lock
  integer(merge(4, -1, omp_nest_lock_kind == 8)) :: nest_lock
  integer(merge(4, -1, omp_depend_kind == 16)) :: depend
  integer(merge(4, -1, omp_sched_kind == 4)) :: sched
  integer(merge(4, -1, omp_proc_bind_kind == 4)) :: proc_bind
  integer(merge(4, -1, omp_sync_hint_kind == 4)) :: sync_hint
  integer(merge(4, -1, omp_event_handle_kind == 8)) :: event_handle
  integer(merge(4, -1, omp_allocator_handle_kind == 8)) :: allocator_handle
  integer(merge(4, -1, omp_memspace_handle_kind == 8)) :: memspace_handle
  integer(merge(4, -1, omp_pause_resource_kind == 4)) :: pause_resource
end program kinds
