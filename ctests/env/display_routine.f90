! omp_display_env from Fortran.
!@ skip[gcc libomp]: has no version node OMP_5.1
!@ stderr: OPENMP DISPLAY ENVIRONMENT BEGIN
!@ stderr: OPENMP DISPLAY ENVIRONMENT END
program display_routine
  use omp_lib
  implicit none
  call omp_display_env(.false.)
end program
