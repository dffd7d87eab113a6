! The place routines from Fortran.
!@ skip[libomp]: says that places have no processors
!@ env: OMP_PLACES={0},{0}
!@ env: OMP_PROC_BIND=close
program places
  use omp_lib
  implicit none
  call check_places()
contains
  subroutine check_places()
    integer :: ids(4), nums(4), place
    if (omp_get_num_places() /= 2) stop 1
    if (omp_get_place_num_procs(1) /= 1) stop 2
    if (omp_get_place_num_procs(2) /= 0) stop 3
    ids = -1
    call omp_get_place_proc_ids(1, ids)
    if (ids(1) /= 0 .or. ids(2) /= -1) stop 4
    if (omp_get_partition_num_places() /= 2) stop 5
    nums = -1
    call omp_get_partition_place_nums(nums)
    if (nums(1) /= 0 .or. nums(2) /= 1 .or. nums(3) /= -1) stop 6
    !$omp parallel num_threads(2) private(place)
    place = omp_get_place_num()
    if (place /= omp_get_thread_num()) stop 7
    !$omp end parallel
  end subroutine
end program
