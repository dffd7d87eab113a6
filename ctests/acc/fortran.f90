! The routines as Fortran programs call them: numbers by reference, whole arrays.
!@ flags: -fopenacc
!@ skip[clang]: not Fortran
!@ skip[libomp]: knows no OpenACC
program routines
  use openacc
  use iso_c_binding, only: c_size_t
  implicit none
  integer :: a(10, 3), scalar, failures = 0
  integer(8) :: bytes = 40
  real(8), allocatable :: b(:)
  character(len=6) :: name
  character(len=2) :: short

  allocate (b(5))
  call acc_init(acc_device_host)
  call check(acc_get_num_devices(acc_device_host) == 1, 'number of devices')
  call check(acc_get_device_type() == acc_device_host, 'device type')
  call check(acc_get_device_num(acc_device_host) == 0, 'device number')
  call acc_set_device_num(0, acc_device_host)
  call acc_set_device_type(acc_device_host)
  call check(acc_on_device(acc_device_host), 'on the host')
  call acc_get_property_string(0, acc_device_host, acc_property_name, name)
  call check(name == 'GOMP  ', 'name '//name)
  call acc_get_property_string(0, acc_device_host, acc_property_name, short)
  call check(short == 'GO', 'short name '//short)
  call acc_get_property_string(0, acc_device_host, acc_property_memory, name)
  call check(name == ' ', 'memory '//name)
  call check(acc_get_property(0, acc_device_host, acc_property_memory) == 0_c_size_t, 'memory')

  a = 1
  call acc_copyin(a)
  call acc_copyin(a(:, 2))
  call acc_create(b)
  call acc_copyin(scalar, 4)
  call acc_present_or_copyin(a, bytes)
  call acc_copyin_async(b, 3)
  call acc_create_async(scalar, 4, 3)
  call check(acc_is_present(a), 'array is present')
  call check(acc_is_present(a(2:3, 1:2)), 'part is present')
  call check(.not. acc_is_present(a(2:1, :)), 'empty part is not present')
  call check(acc_is_present(scalar, 4), 'scalar is present')
  call check(.not. acc_is_present(scalar, 0), 'nothing is not present')
  call check(acc_async_test(3) .and. acc_async_test_all(), 'queues are empty')
  call acc_update_device(a)
  call acc_update_self_async(a, bytes, 3)
  call acc_wait(3)
  call acc_wait_async(3, 4)
  call acc_wait_all_async(4)
  call acc_wait_all()
  call acc_copyout(a)
  call acc_delete_async(b, 3)
  call acc_delete_finalize(scalar, 4)

  !$acc parallel copy(a) async(2)
  a(1, 1) = 5
  !$acc end parallel
  !$acc wait
  call check(a(1, 1) == 5, 'region')
  call acc_shutdown(acc_device_host)
  if (failures > 0) stop 1

contains
  subroutine check(condition, what)
    logical, intent(in) :: condition
    character(len=*), intent(in) :: what
    if (condition) return
    write (0, *) 'wrong: ', what
    failures = failures + 1
  end subroutine check
end program routines
