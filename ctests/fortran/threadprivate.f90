! A threadprivate common block and module variable: persistence, copyin, copyprivate.
module store
  implicit none
  integer :: counter = 5
  !$omp threadprivate(counter)
end module

program threadprivate
  use omp_lib
  use store
  implicit none
  integer :: failures, region, me, total
  double precision :: value
  integer :: table(30)
  common /block/ value, table
  !$omp threadprivate(/block/)
  failures = 0
  value = 0.5d0
  table = 1
  do region = 0, 99
    !$omp parallel num_threads(4) private(me) reduction(+:failures)
    me = omp_get_thread_num()
    if (counter /= 5 + region * (me + 1)) failures = failures + 1
    counter = counter + me + 1
    !$omp end parallel
  end do
  value = 2.5d0
  table = 7
  !$omp parallel num_threads(4) copyin(/block/) reduction(+:failures)
  if (value /= 2.5d0 .or. any(table /= 7)) failures = failures + 1
  value = omp_get_thread_num()
  !$omp barrier
  if (value /= omp_get_thread_num()) failures = failures + 1
  !$omp single
  value = 42
  table = 3
  !$omp end single copyprivate(/block/)
  if (value /= 42 .or. any(table /= 3)) failures = failures + 1
  !$omp end parallel
  total = 0
  !$omp parallel num_threads(4) reduction(+:total)
  total = total + counter
  !$omp end parallel
  if (total /= 4 * 5 + 100 * (1 + 2 + 3 + 4)) failures = failures + 1
  if (failures /= 0) then
    write (0, *) failures, " wrong, total is", total
    stop 1
  end if
end program
