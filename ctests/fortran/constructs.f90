! sections, single with copyprivate of private variables, workshare, critical, master, barrier,
! atomic, flush, nesting.
program constructs
  use omp_lib
  implicit none
  integer :: failures = 0
  integer :: done(3), i, handed, criticals, masters, updates
  real :: a(100), b(100)
  character(20) :: name

  done = 0
  !$omp parallel sections num_threads(3)
  !$omp section
  done(1) = done(1) + 1
  !$omp section
  done(2) = done(2) + 1
  !$omp section
  done(3) = done(3) + 1
  !$omp end parallel sections
  call check(all(done == 1), "sections")

  a = [(real(i), i = 1, 100)]
  !$omp parallel num_threads(4)
  !$omp workshare
  b = 2 * a
  a = b + 1
  !$omp end workshare
  !$omp end parallel
  call check(all(a == [(2.0 * i + 1, i = 1, 100)]), "workshare")

  criticals = 0; masters = 0; updates = 0
  !$omp parallel num_threads(4) private(handed, name, i)
  do i = 1, 200
    handed = -1
    name = "nobody"
    !$omp single
    handed = i
    write (name, '(i0)') i
    !$omp end single copyprivate(handed, name)
    call check(handed == i, "copyprivate integer")
    call check(name(1:1) /= "n", "copyprivate text")
    !$omp critical (counting)
    criticals = criticals + 1
    !$omp end critical (counting)
    !$omp master
    masters = masters + 1
    !$omp end master
    !$omp atomic
    updates = updates + 1
    !$omp barrier
    !$omp flush
  end do
  !$omp end parallel
  call check(criticals == 800 .and. masters == 200 .and. updates == 800, "critical, master, atomic")

  updates = 0
  call omp_set_max_active_levels(2)
  !$omp parallel num_threads(2) reduction(+:updates)
  !$omp parallel num_threads(3) reduction(+:updates)
  updates = updates + omp_get_team_size(1) * omp_get_team_size(2)
  !$omp end parallel
  !$omp end parallel
  call check(updates == 36, "nesting")
  if (failures /= 0) stop 1

contains
  subroutine check(condition, what)
    logical, intent(in) :: condition
    character(*), intent(in) :: what
    if (.not. condition) then
      !$omp critical
      write (0, *) "wrong: ", what
      failures = failures + 1
      !$omp end critical
    end if
  end subroutine
end program
