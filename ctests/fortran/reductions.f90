! Fortran's own reduction operators, over loops, regions and sections, arrays and allocatables among
! them.
program reductions
  use omp_lib
  implicit none
  logical :: every, some, same, odd
  integer :: i, least, most, bits_and, bits_or, bits_xor, failures
  real(8) :: product
  complex(8) :: rotated
  integer :: array(10)
  real, allocatable :: dynamic(:)
  failures = 0
  every = .true.; some = .false.; same = .true.; odd = .false.
  least = huge(least); most = -huge(most)
  bits_and = not(0); bits_or = 0; bits_xor = 0
  product = 1; rotated = (0, 0)
  array = 0
  allocate (dynamic(5), source=1.0)
  !$omp parallel do num_threads(4) schedule(dynamic, 3) &
  !$omp reduction(.and.:every) reduction(.or.:some) reduction(.eqv.:same) reduction(.neqv.:odd) &
  !$omp reduction(min:least) reduction(max:most) reduction(iand:bits_and) reduction(ior:bits_or) &
  !$omp reduction(ieor:bits_xor) reduction(*:product) reduction(+:rotated, array, dynamic)
  do i = 1, 50
    every = every .and. i < 51
    some = some .or. i == 20
    same = same .eqv. (mod(i, 7) /= 0)
    odd = odd .neqv. (mod(i, 3) == 0)
    least = min(least, mod(i * 17, 53))
    most = max(most, mod(i * 17, 53))
    bits_and = iand(bits_and, ior(i, 64))
    bits_or = ior(bits_or, i)
    bits_xor = ieor(bits_xor, i)
    product = product * 2
    rotated = rotated + (1, -1)
    array(mod(i, 10) + 1) = array(mod(i, 10) + 1) + i
    dynamic(mod(i, 5) + 1) = dynamic(mod(i, 5) + 1) + 1
  end do
  call check(every .and. some, "and, or")
  call check(.not. same, "eqv of seven false values")
  call check(.not. odd, "neqv of sixteen true values")
  call check(least == 1 .and. most == 52, "min, max")
  call check(bits_and == 64 .and. bits_or == 63 .and. bits_xor == 51, "bits")
  call check(product == 2d0**50 .and. rotated == (50, -50), "product, complex")
  call check(all(array == [(5 * i + 100, i = 10, 10), (5 * i + 100, i = 1, 9)]), "array")
  call check(all(dynamic == 11), "allocatable")
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
