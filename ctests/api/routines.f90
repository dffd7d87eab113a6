! The routines under their Fortran names.
program routines
  use omp_lib
  implicit none
  integer(omp_sched_kind) :: kind
  integer :: chunk, failures
  failures = 0
  call omp_set_num_threads(3)
  if (omp_get_max_threads() /= 3) error stop 'max threads'
  call omp_set_dynamic(.true.)
  if (.not. omp_get_dynamic()) error stop 'dynamic is not on'
  call omp_set_dynamic(.false.)
  if (omp_get_dynamic()) error stop 'dynamic is not off'
  call omp_set_max_active_levels(2)
  if (omp_get_max_active_levels() /= 2) error stop 'max active levels'
  call omp_set_schedule(omp_sched_guided, 11)
  call omp_get_schedule(kind, chunk)
  if (kind /= omp_sched_guided .or. chunk /= 11) error stop 'schedule'
  call omp_set_default_device(2)
  if (omp_get_default_device() /= 2) error stop 'default device'
  if (omp_get_num_devices() /= 0 .or. omp_get_initial_device() /= 0) error stop 'devices'
  if (.not. omp_is_initial_device()) error stop 'initial device'
  if (omp_in_parallel() .or. omp_in_final() .or. omp_get_cancellation()) error stop 'logicals'
  if (omp_get_thread_limit() /= huge(0)) error stop 'thread limit'
  if (omp_get_num_procs() < 1) error stop 'processors'
  if (omp_get_max_task_priority() /= 0) error stop 'task priority'
  !$omp parallel reduction(+ : failures)
  if (omp_get_num_threads() /= 3 .or. omp_get_team_size(1) /= 3) failures = failures + 1
  if (omp_get_thread_num() /= omp_get_ancestor_thread_num(1)) failures = failures + 1
  if (omp_get_ancestor_thread_num(2) /= -1 .or. omp_get_team_size(-1) /= -1) failures = failures + 1
  if (omp_get_level() /= 1 .or. omp_get_active_level() /= 1) failures = failures + 1
  if (.not. omp_in_parallel()) failures = failures + 1
  !$omp end parallel
  if (failures /= 0) error stop 'in a region'
end program
