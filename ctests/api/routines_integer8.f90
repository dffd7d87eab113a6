! The forms that gfortran calls where integers have eight bytes. Numbers beyond four bytes become
! the nearest.
!@ flags: -fdefault-integer-8
!@ skip[libomp]: has no such forms before LLVM 24
program routines_integer8
  use omp_lib
  implicit none
  integer(omp_sched_kind) :: kind
  integer :: chunk, failures
  failures = 0
  call omp_set_num_threads(4)
  if (omp_get_max_threads() /= 4) error stop 'max threads'
  call omp_set_num_threads(-9000000000)
  if (omp_get_max_threads() /= 1) error stop 'max threads of a negative number'
  call omp_set_dynamic(.true.)
  if (.not. omp_get_dynamic()) error stop 'dynamic is not on'
  call omp_set_dynamic(.false.)
  if (omp_get_dynamic()) error stop 'dynamic is not off'
  call omp_set_max_active_levels(2)
  if (omp_get_max_active_levels() /= 2) error stop 'max active levels'
  call omp_set_schedule(omp_sched_dynamic, 9000000000)
  call omp_get_schedule(kind, chunk)
  if (kind /= omp_sched_dynamic .or. chunk /= 2147483647) error stop 'schedule'
  call omp_set_default_device(2)
  if (omp_get_default_device() /= 2) error stop 'default device'
  !$omp parallel num_threads(3) reduction(+ : failures)
  if (omp_get_team_size(1) /= 3 .or. omp_get_team_size(9000000000) /= -1) failures = failures + 1
  if (omp_get_thread_num() /= omp_get_ancestor_thread_num(1)) failures = failures + 1
  !$omp end parallel
  if (failures /= 0) error stop 'in a region'
end program
