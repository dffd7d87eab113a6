! cancel parallel, do, sections and taskgroup, their points, in Fortran.
!@ env: OMP_CANCELLATION=true
!@ also: OMP_CANCELLATION=false
program constructs
  use omp_lib
  implicit none
  integer :: i, round, past, before, discarded
  logical :: on
  on = omp_get_cancellation()
  do round = 1, 30
    past = 0
    !$omp parallel num_threads(4)
    if (omp_get_thread_num() == mod(round, 4)) then
      !$omp cancel parallel
    end if
    !$omp barrier
    !$omp atomic
    past = past + 1
    !$omp end parallel
    if (past /= merge(0, 4, on)) stop 1

    before = 0
    past = 0
    !$omp parallel num_threads(4)
    !$omp do schedule(dynamic)
    do i = 1, 100
      !$omp cancellation point do
      !$omp cancel do if (i >= 50)
      !$omp atomic
      before = before + 1
    end do
    !$omp end do
    !$omp atomic
    past = past + 1
    !$omp end parallel
    if (past /= 4) stop 2
    if (on .and. before >= 100) stop 3
    if (.not. on .and. before /= 100) stop 4

    past = 0
    !$omp parallel num_threads(2)
    !$omp sections
    !$omp section
    !$omp cancel sections
    !$omp atomic
    past = past + 1
    !$omp section
    !$omp cancellation point sections
    !$omp end sections
    !$omp end parallel
    if (past /= merge(0, 1, on)) stop 5

    discarded = 100
    !$omp parallel num_threads(2)
    !$omp single
    !$omp taskgroup
    do i = 1, 100
      !$omp task shared(discarded)
      !$omp cancel taskgroup
      !$omp atomic
      discarded = discarded - 1
      !$omp end task
    end do
    !$omp end taskgroup
    !$omp end single
    !$omp end parallel
    if (discarded /= merge(100, 0, on)) stop 6
  end do
end program
