! A Fortran message has a length and no end mark.
!@ skip[gcc libomp]: libomp lacks these entry points
!@ stderr: error directive encountered: part\n
!@ stderr: error directive encountered: all of it\n
program message
  implicit none
  character(len=20) :: text
  text = 'part of it'
  !$omp error at(execution) severity(warning) message(text(1:4))
  text = 'all of it'
  !$omp error at(execution) severity(warning) message(trim(text))
end program
