! The affinity format from Fortran: lengths are hidden arguments, and what is too short is filled
! with blanks.
!@ skip[libomp]: an assertion fails where a text is cut off
program format
  use omp_lib
  implicit none
  character(len=12) :: text
  character(len=3) :: short
  integer :: failures = 0
  call omp_set_affinity_format('L%L n%0.3n')
  call check(omp_get_affinity_format(text) == 10, 'length of the format')
  call check(text == 'L%L n%0.3n', 'the format')
  call check(omp_get_affinity_format(short) == 10, 'length of the format cut off')
  call check(short == 'L%L', 'the format cut off')
  text = repeat('#', 12)
  call check(omp_capture_affinity(text, '') == 7, 'length of what is captured')
  call check(text == 'L0 n000     ', 'what is captured')
  call check(omp_capture_affinity(short, '%N/%T/%n') == 5, 'length of what is captured and cut off')
  call check(short == '1/1', 'what is captured and cut off')
  if (failures /= 0) stop 1
contains
  subroutine check(right, what)
    logical, intent(in) :: right
    character(len=*), intent(in) :: what
    if (.not. right) then
      write(0, *) 'wrong: ', what, ': ', text, ', ', short
      failures = failures + 1
    end if
  end subroutine
end program
