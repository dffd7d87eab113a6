//! `threadprivate` without the compiler's TLS (Flang; Clang with `-fnoopenmp-use-tls`).

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::constructs::threadprivate;
use crate::engine::constructs::threadprivate::{
    ArrayConstructor, ArrayCopyConstructor, ArrayDestructor, Constructor, CopyConstructor, Destructor, Lifecycle,
};
use crate::engine::records::thread::Thread;

/// `void *__kmpc_threadprivate_cached(ident_t *location, int gtid, void *variable, size_t size,
/// void ***cache)`: the calling thread's copy of the `size` bytes at `variable`. The compiler's
/// `cache` is not needed.
///
/// Emitted by Flang, and by Clang under `-fnoopenmp-use-tls`, for `threadprivate` (OpenMP 5.2,
/// 5.2).
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes.
pub unsafe extern "C-unwind" fn __kmpc_threadprivate_cached(
    _location: *const Ident,
    _gtid: i32,
    variable: *mut c_void,
    size: usize,
    _cache: *mut *mut *mut c_void,
) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { threadprivate::copy_of(Thread::current(), variable, size) }
}

/// `void *__kmpc_threadprivate(ident_t *location, int gtid, void *variable, size_t size)`: as
/// [`__kmpc_threadprivate_cached`].
///
/// Emitted by Intel's compilers for `threadprivate` (OpenMP 5.2, 5.2).
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes.
pub unsafe extern "C-unwind" fn __kmpc_threadprivate(
    _location: *const Ident,
    _gtid: i32,
    variable: *mut c_void,
    size: usize,
) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { threadprivate::copy_of(Thread::current(), variable, size) }
}

/// `void __kmpc_threadprivate_register(ident_t *location, void *variable, kmpc_ctor construct,
/// kmpc_cctor copy, kmpc_dtor destroy)`: says how copies of a threadprivate object of C++ are made
/// and destroyed. At the start of the program.
///
/// Emitted by Clang under `-fnoopenmp-use-tls` for `threadprivate` (OpenMP 5.2, 5.2).
pub extern "C-unwind" fn __kmpc_threadprivate_register(
    _location: *const Ident,
    variable: *mut c_void,
    construct: Option<Constructor>,
    copy: Option<CopyConstructor>,
    destroy: Option<Destructor>,
) {
    threadprivate::register(variable, Lifecycle::Of { construct, copy, destroy });
}

/// `void __kmpc_threadprivate_register_vec(ident_t *location, void *variable, kmpc_ctor_vec
/// construct, kmpc_cctor_vec copy, kmpc_dtor_vec destroy, size_t length)`: the same of an array of
/// `length` objects, which its functions are told.
///
/// Emitted by Intel's compilers for `threadprivate` (OpenMP 5.2, 5.2).
pub extern "C-unwind" fn __kmpc_threadprivate_register_vec(
    _location: *const Ident,
    variable: *mut c_void,
    construct: Option<ArrayConstructor>,
    copy: Option<ArrayCopyConstructor>,
    destroy: Option<ArrayDestructor>,
    length: usize,
) {
    threadprivate::register(variable, Lifecycle::OfArray { construct, copy, destroy, length });
}

/// A thread's copy, as `kmp_threadprivate_insert` returns it (`struct private_common`).
#[repr(C)]
pub struct PrivateCommon {
    next: *mut PrivateCommon,
    link: *mut PrivateCommon,
    original: *mut c_void,
    copy: *mut c_void,
    size: usize,
}

const _: () = assert!(size_of::<PrivateCommon>() == 40);

/// `void kmp_threadprivate_insert_private_data(int gtid, void *variable, const void *image, size_t
/// size)`: says that copies of the `size` bytes at `variable` begin with those at `image`.
///
/// LLVM's extension for `threadprivate` (OpenMP 5.2, 5.2).
///
/// # Safety
/// `image` must have `size` bytes.
pub unsafe extern "C-unwind" fn kmp_threadprivate_insert_private_data(
    _gtid: i32,
    variable: *mut c_void,
    image: *const c_void,
    size: usize,
) {
    // SAFETY: the caller's promise.
    unsafe { threadprivate::set_image(variable, image, size) };
}

/// `struct private_common *kmp_threadprivate_insert(int gtid, void *variable, const void *image,
/// size_t size)`: gives the calling thread its copy of the `size` bytes at `variable`, which begins
/// with those at `image`. The answer is not freed: programs call this once for each thread and
/// variable.
///
/// LLVM's extension for `threadprivate` (OpenMP 5.2, 5.2).
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes, and `image` must have as many.
pub unsafe extern "C-unwind" fn kmp_threadprivate_insert(
    _gtid: i32,
    variable: *mut c_void,
    image: *const c_void,
    size: usize,
) -> *mut PrivateCommon {
    // SAFETY: the caller's promise.
    let copy = unsafe {
        threadprivate::set_image(variable, image, size);
        threadprivate::copy_of(Thread::current(), variable, size)
    };
    let none = std::ptr::null_mut();
    Box::into_raw(Box::new(PrivateCommon { next: none, link: none, original: variable, copy, size }))
}
