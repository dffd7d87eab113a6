! Loops that go up and down, by large steps, of 4- and 8-byte integers, under each schedule;
! lastprivate and ordered.
program loops
  use omp_lib
  implicit none
  integer :: failures = 0
  integer :: i, last, times(0:99), order(0:24), place
  integer(8) :: j, total

  times = 0
  !$omp parallel do num_threads(4) schedule(static, 3)
  do i = 99, 0, -1
    !$omp atomic
    times(i) = times(i) + 1
  end do
  call check(all(times == 1), "static down")

  times = 0
  !$omp parallel do num_threads(4) schedule(dynamic) lastprivate(last)
  do i = 90, 0, -9
    !$omp atomic
    times(i) = times(i) + 1
    last = i
  end do
  call check(sum(times) == 11 .and. last == 0, "dynamic down by nine")

  times = 0
  !$omp parallel do num_threads(4) schedule(guided, 2)
  do i = 0, 99, 1
    !$omp atomic
    times(i) = times(i) + 1
  end do
  call check(all(times == 1), "guided up")

  total = 0
  !$omp parallel do num_threads(4) schedule(dynamic, 2) reduction(+:total)
  do j = huge(j) - 1000, huge(j) - 500, 100
    total = total + (huge(j) - j)
  end do
  call check(total == 1000 + 900 + 800 + 700 + 600 + 500, "at the end of the 8-byte range")

  total = 0
  !$omp parallel do num_threads(3) schedule(runtime) reduction(+:total)
  do i = 10, 1
    total = total + 1
  end do
  call check(total == 0, "an empty loop")

  place = 0
  !$omp parallel do num_threads(4) ordered schedule(dynamic)
  do i = 24, 0, -1
    !$omp ordered
    order(place) = i
    place = place + 1
    !$omp end ordered
  end do
  call check(all(order == [(24 - i, i = 0, 24)]), "ordered")

  times = 0
  !$omp parallel do num_threads(4) collapse(2) schedule(static, 7)
  do i = 0, 9
    do last = 0, 9
      times(10 * i + last) = times(10 * i + last) + 1
    end do
  end do
  call check(all(times == 1), "collapse")
  if (failures /= 0) stop 1

contains
  subroutine check(condition, what)
    logical, intent(in) :: condition
    character(*), intent(in) :: what
    if (.not. condition) then
      write (0, *) "wrong: ", what
      failures = failures + 1
    end if
  end subroutine
end program
