//! `single` and `copyprivate`.

use std::ffi::c_void;
use std::ptr;

use crate::engine::constructs::worksharing::{copyprivate, single};
use crate::engine::records::thread::Thread;

/// `bool GOMP_single_start(void)`: true for the thread that executes the block.
///
/// Emitted by GCC for `single` (OpenMP 5.2, 11.1).
pub extern "C-unwind" fn GOMP_single_start() -> bool {
    single::enter_untold()
}

/// [`GOMP_single_start`] for a tool.
pub extern "C-unwind" fn start_told() -> bool {
    single::enter(Thread::current())
}

/// `void *GOMP_single_copy_start(void)`: null for the thread that executes the block and then calls
/// [`GOMP_single_copy_end`]; for the others, when that has happened, what it was given.
///
/// Emitted by GCC for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1).
pub extern "C-unwind" fn GOMP_single_copy_start() -> *mut c_void {
    let t = Thread::current();
    if single::enter(t) { ptr::null_mut() } else { copyprivate::receive(t) }
}

/// `void GOMP_single_copy_end(void *data)`: ends the block of a `single copyprivate`: hands `data`,
/// the address of the variables, to the others.
///
/// Emitted by GCC for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1).
pub extern "C-unwind" fn GOMP_single_copy_end(data: *mut c_void) {
    single::exit(Thread::current);
    copyprivate::publish(Thread::current(), data);
}

/// `bool GOMP_single_start_with_end(void)`: as [`GOMP_single_start`], where the compiler adds a
/// [`GOMP_single_end`].
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `single` (OpenMP 5.2, 11.1).
pub extern "C-unwind" fn GOMP_single_start_with_end() -> bool {
    start_told()
}

/// `void GOMP_single_end(void)`: ends the block, in the thread that executed it.
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `single` (OpenMP 5.2, 11.1).
pub extern "C-unwind" fn GOMP_single_end() {
    single::exit(Thread::current);
}
