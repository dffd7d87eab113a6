//! The parts of a `num_threads` clause besides a size: sizes for the levels inside the region, and
//! `strict`.

use crate::engine::ground::request::{Body, NumThreads, Request};
use std::ffi::c_void;

use crate::engine::constructs::parallel as region;
use crate::engine::policies::strict;

use crate::engine::records::thread::Thread;

/// Begins a region as [`region::begin`] does, with what was pushed for it beside its size.
///
/// # Safety
/// As there.
#[inline]
pub unsafe fn begin_pushed(t: &'static Thread, request: Request, body: Body, data: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe {
        match t.pushed.take_num_threads() {
            None => region::begin(t, request, body, data),
            Some(clause) => begin(t, request, *clause, body, data),
        }
    }
}

/// Begins a region as [`region::begin`] does.
///
/// # Safety
/// As there.
#[cold]
unsafe fn begin(t: &'static Thread, request: Request, clause: NumThreads, body: Body, data: *mut c_void) {
    let task = t.task();
    let before = *task.icv();
    if clause.deeper.is_some() {
        // The region's implicit tasks inherit this.
        task.change_icv(|icv| icv.nthreads_deeper = clause.deeper);
    }
    let wanted = clause.strict;
    let request = Request { exactly: wanted.is_some(), ..request };
    let check = |size| {
        if let Some(wanted) = &wanted
            && size < request.threads
        {
            strict::too_few(wanted, size, request.threads);
        }
    };
    // SAFETY: the caller's promise.
    unsafe { region::begin_sized(t, request, body, data, check) };
    if clause.deeper.is_some() {
        task.change_icv(|icv| *icv = before);
    }
}
