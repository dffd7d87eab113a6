//! `single` and `copyprivate`.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::barrier;
use crate::engine::thread::Thread;
use crate::engine::worksharing::{copyprivate, single};

/// `#pragma omp single`: 1 for the thread that executes the block.
pub extern "C-unwind" fn __kmpc_single(_location: *const Ident, _gtid: i32) -> i32 {
    i32::from(single::enter(Thread::current()))
}

/// Ends a `single` block, in the thread that executed it. The compiler adds the barrier.
pub extern "C-unwind" fn __kmpc_end_single(_location: *const Ident, _gtid: i32) {}

/// The `copyprivate` clause: after the block all threads call this. `data`: the thread's own variables; `copy(to,
/// from)` copies them; `did_it`: not 0 in the thread that executed the block. `_size` is not needed.
///
/// # Safety
/// `copy` must be callable with the `data` of any two of the threads.
pub unsafe extern "C-unwind" fn __kmpc_copyprivate(
    _location: *const Ident,
    _gtid: i32,
    _size: usize,
    data: *mut c_void,
    copy: Option<unsafe extern "C-unwind" fn(*mut c_void, *mut c_void)>,
    did_it: i32,
) {
    let t = Thread::current();
    if did_it != 0 {
        copyprivate::publish(t, data);
    } else {
        let from = copyprivate::receive(t);
        if let Some(copy) = copy {
            // SAFETY: the caller's promise; the other thread waits at the barrier below.
            unsafe { copy(data, from) };
        }
    }
    barrier::wait(t);
}

/// The same without the copying: the thread that executed the block passes its `data`, the others null; all get the
/// former's.
pub extern "C-unwind" fn __kmpc_copyprivate_light(
    _location: *const Ident,
    _gtid: i32,
    data: *mut c_void,
) -> *mut c_void {
    let t = Thread::current();
    if data.is_null() {
        return copyprivate::receive(t);
    }
    copyprivate::publish(t, data);
    data
}
