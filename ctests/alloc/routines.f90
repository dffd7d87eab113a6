! The allocation routines as Fortran calls them, those that pass by reference too.
!@ skip[gcc libomp]: libomp lacks the version nodes of these routines
program routines
  use omp_lib
  use, intrinsic :: iso_c_binding
  implicit none
  type(omp_alloctrait) :: traits(3)
  integer(omp_allocator_handle_kind) :: allocator
  type(c_ptr) :: memory
  integer, pointer :: numbers(:)
  integer :: i

  traits = [omp_alloctrait(omp_atk_alignment, 256), omp_alloctrait(omp_atk_pool_size, 20000), &
            omp_alloctrait(omp_atk_fallback, omp_atv_null_fb)]
  allocator = omp_init_allocator(omp_default_mem_space, 3, traits)
  if (allocator == omp_null_allocator) error stop 'no allocator'

  memory = omp_calloc(1000_c_size_t, 4_c_size_t, allocator)
  if (.not. c_associated(memory)) error stop 'no memory'
  if (mod(transfer(memory, 0_c_intptr_t), 256_c_intptr_t) /= 0) error stop 'not aligned'
  call c_f_pointer(memory, numbers, [1000])
  if (any(numbers /= 0)) error stop 'not zeroed'
  numbers = [(i, i = 1, 1000)]
  if (c_associated(omp_alloc(17000_c_size_t, allocator))) error stop 'more than the pool'
  memory = omp_realloc(memory, 8000_c_size_t, allocator, allocator)
  call c_f_pointer(memory, numbers, [1000])
  if (any(numbers /= [(i, i = 1, 1000)])) error stop 'not kept'
  call omp_free(memory, allocator)
  memory = omp_aligned_alloc(4096_c_size_t, 4096_c_size_t, allocator)
  if (mod(transfer(memory, 0_c_intptr_t), 4096_c_intptr_t) /= 0) error stop 'not aligned to a page'
  call omp_free(memory, omp_null_allocator)

  call omp_set_default_allocator(allocator)
  if (omp_get_default_allocator() /= allocator) error stop 'not the default'
  !$omp parallel num_threads(2)
  if (omp_get_default_allocator() /= allocator) error stop 'not inherited'
  !$omp end parallel
  call omp_set_default_allocator(omp_large_cap_mem_alloc)
  if (omp_get_default_allocator() /= omp_large_cap_mem_alloc) error stop 'not large_cap'
  call omp_destroy_allocator(allocator)

  allocator = omp_init_allocator(omp_high_bw_mem_space, 0, traits)
  call omp_destroy_allocator(allocator)
end program
