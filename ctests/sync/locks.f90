! The lock routines under their Fortran names, with and without a hint.
program locks
  use omp_lib
  implicit none
  integer(omp_lock_kind) :: lock
  integer(omp_nest_lock_kind) :: nest
  integer :: count, i
  call omp_init_lock(lock)
  call omp_init_nest_lock(nest)
  if (.not. omp_test_lock(lock)) error stop 'a free lock is refused'
  if (omp_test_lock(lock)) error stop 'a held lock is given'
  call omp_unset_lock(lock)
  if (omp_test_nest_lock(nest) /= 1) error stop 'first nesting count'
  if (omp_test_nest_lock(nest) /= 2) error stop 'second nesting count'
  call omp_unset_nest_lock(nest)
  call omp_unset_nest_lock(nest)
  count = 0
  !$omp parallel do num_threads(4)
  do i = 1, 20000
    call omp_set_lock(lock)
    count = count + 1
    call omp_unset_lock(lock)
    call omp_set_nest_lock(nest)
    call omp_set_nest_lock(nest)
    count = count + 0
    call omp_unset_nest_lock(nest)
    call omp_unset_nest_lock(nest)
  end do
  if (count /= 20000) error stop 'lost increments'
  call omp_destroy_lock(lock)
  call omp_destroy_nest_lock(nest)
end program
