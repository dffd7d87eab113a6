//! `allocate` clauses and directives, and gfortran's `allocators`.

use std::ffi::c_void;
use std::ptr::{self, NonNull};

use crate::engine::constructs::alloc;
use crate::engine::constructs::alloc::{Request, marks};
use crate::engine::ground::say;

/// `void *GOMP_alloc(size_t alignment, size_t size, uintptr_t allocator)`: memory of a variable in
/// an `allocate` clause or directive: `size` bytes, aligned to `alignment` bytes, from `allocator`,
/// or from the task's default one if that is 0. The compiler does not look at the result, so the
/// program ends if there is no memory. NULL if `size` is 0.
///
/// Emitted by GCC 11 and later for `allocate` directives and clauses (OpenMP 5.2, 6.5 and 6.6).
pub extern "C-unwind" fn GOMP_alloc(alignment: usize, size: usize, allocator: usize) -> *mut c_void {
    match alloc::allocate(Request { size, alignment, zeroed: false }, allocator) {
        Some(bytes) => bytes.as_ptr().cast(),
        None if size == 0 => ptr::null_mut(),
        None => say::out_of_memory(size),
    }
}

/// `void GOMP_free(void *ptr, uintptr_t allocator)`: releases such memory at the end of the
/// variable's life. A NULL is ignored; so is `allocator`, as it is known.
///
/// Emitted by GCC 11 and later for `allocate` directives and clauses (OpenMP 5.2, 6.5 and 6.6).
///
/// # Safety
/// `ptr` is NULL, or from [`GOMP_alloc`] or an allocation routine, not released, and not used any
/// more.
pub unsafe extern "C-unwind" fn GOMP_free(ptr: *mut c_void, _allocator: usize) {
    if let Some(bytes) = NonNull::new(ptr) {
        // SAFETY: the caller's promise.
        unsafe { alloc::release(bytes.cast()) };
    }
}

/// `void GOMP_add_alloc(void *ptr)`: gfortran (since 14) says that an allocatable, which an
/// `allocators` directive is on, has its memory from [`GOMP_alloc`].
///
/// Emitted by gfortran 14 and later for `allocators` (OpenMP 5.2, 6.7).
pub extern "C-unwind" fn GOMP_add_alloc(ptr: *mut c_void) {
    marks::mark(ptr.addr());
}

/// `bool GOMP_is_alloc(void *ptr)`: whether [`GOMP_add_alloc`] said so of this memory, which
/// gfortran is about to deallocate or to reallocate: it is not remembered any longer.
///
/// Emitted by gfortran 14 and later for `allocators` (OpenMP 5.2, 6.7).
pub extern "C-unwind" fn GOMP_is_alloc(ptr: *mut c_void) -> bool {
    marks::unmark(ptr.addr())
}
