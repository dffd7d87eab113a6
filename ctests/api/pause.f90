! Pausing under its Fortran name: outside a region it succeeds, inside it fails.
!@ skip[libomp]: takes the kind by value, and fails
program pause_resources
  use omp_lib
  implicit none
  integer :: members, refused
  members = 0
  refused = 0
  !$omp parallel num_threads(3) reduction(+ : refused)
  if (omp_pause_resource_all(omp_pause_soft) /= 0) refused = refused + 1
  !$omp end parallel
  if (refused /= 3) error stop 'paused inside a region'
  if (omp_pause_resource_all(omp_pause_soft) /= 0) error stop 'not all paused'
  if (omp_pause_resource(omp_pause_hard, omp_get_initial_device()) /= 0) error stop 'not paused'
  if (omp_pause_resource(omp_pause_hard, 77) == 0) error stop 'paused a device that there is not'
  !$omp parallel num_threads(3) reduction(+ : members)
  members = members + 1
  !$omp end parallel
  if (members /= 3) error stop 'the region after the pause'
end program
