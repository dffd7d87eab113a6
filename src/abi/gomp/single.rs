//! `single` and `copyprivate`.

use std::ffi::c_void;
use std::ptr;

use crate::engine::thread::Thread;
use crate::engine::worksharing::{copyprivate, single};

/// `#pragma omp single`: true for the thread that executes the block.
pub extern "C-unwind" fn GOMP_single_start() -> bool {
    single::enter(Thread::current())
}

/// `#pragma omp single copyprivate(…)`: null for the thread that executes the block and then calls
/// [`GOMP_single_copy_end`]; for the others, when that has happened, what it was given.
pub extern "C-unwind" fn GOMP_single_copy_start() -> *mut c_void {
    let t = Thread::current();
    if single::enter(t) { ptr::null_mut() } else { copyprivate::receive(t) }
}

/// Ends the block of a `single copyprivate`: hands `data`, the address of the variables, to the others.
pub extern "C-unwind" fn GOMP_single_copy_end(data: *mut c_void) {
    copyprivate::publish(Thread::current(), data);
}

/// As [`GOMP_single_start`], where the compiler adds a [`GOMP_single_end`] (GCC 17, `-fopenmp-ompt`).
pub extern "C-unwind" fn GOMP_single_start_with_end() -> bool {
    GOMP_single_start()
}

/// Ends the block, in the thread that executed it.
pub extern "C-unwind" fn GOMP_single_end() {}
