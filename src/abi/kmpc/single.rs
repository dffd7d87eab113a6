//! `single` and `copyprivate`.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::constructs::barrier;
use crate::engine::constructs::worksharing::{copyprivate, single};
use crate::engine::records::thread::Thread;

/// `int __kmpc_single(ident_t *location, int gtid)`: 1 for the thread that executes the block.
///
/// Emitted by Clang and Flang for `single` (OpenMP 5.2, 11.1).
pub extern "C-unwind" fn __kmpc_single(_location: *const Ident, _gtid: i32) -> i32 {
    single::enter_untold()
}

/// [`__kmpc_single`] for a tool.
pub extern "C-unwind" fn start_told(_location: *const Ident, _gtid: i32) -> i32 {
    single::enter(Thread::current()).into()
}

/// `void __kmpc_end_single(ident_t *location, int gtid)`: ends a `single` block, in the thread that
/// executed it. The compiler adds the barrier.
///
/// Emitted by Clang and Flang for `single` (OpenMP 5.2, 11.1).
pub extern "C-unwind" fn __kmpc_end_single(_location: *const Ident, _gtid: i32) {}

/// [`__kmpc_end_single`] for a tool.
pub extern "C-unwind" fn end_told(_location: *const Ident, _gtid: i32) {
    single::exit(Thread::current);
}

/// `void __kmpc_copyprivate(ident_t *location, int gtid, size_t size, void *data, void (*copy)(void
/// *, void *), int did_it)`: the `copyprivate` clause: after the block all threads call this.
/// `data`: the thread's own variables; `copy(to, from)` copies them; `did_it`: not 0 in the thread
/// that executed the block. `size` is not needed.
///
/// Emitted by Clang and Flang for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1).
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

/// `void *__kmpc_copyprivate_light(ident_t *location, int gtid, void *data)`: the same without the
/// copying: the thread that executed the block passes its `data`, the others null; all get the
/// former's.
///
/// Emitted by Intel's compilers for `single copyprivate` (OpenMP 5.2, 5.7.2 and 11.1).
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
