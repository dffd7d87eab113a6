//! `target` regions: an initial task of their own, on the host.

use crate::engine::ground::request::{Body, League};
use std::ffi::c_void;
use std::ptr;

use crate::engine::constructs::initial;
use crate::engine::constructs::parallel as region;
use crate::engine::ground::defaults;

use crate::engine::records::thread::Thread;
use crate::engine::tools::frames;

/// Executes `body(data)` as a `target` region: a new initial task, whose control variables are
/// those of the environment, whatever the program has changed outside (OpenMP 5.2, 2.2 and 13.8).
/// `thread_limit`: the clause, in threads.
///
/// # Safety
/// `body` must be callable with `data`.
pub unsafe fn run(t: &'static Thread, thread_limit: Option<u32>, body: Body, data: *mut c_void) {
    begin(t, thread_limit);
    // SAFETY: the caller's promise.
    unsafe { frames::call(body, data) };
    region::end(t);
}

fn begin(t: &'static Thread, thread_limit: Option<u32>) {
    let mut icv = initial::initial_icv();
    if let Some(limit) = thread_limit {
        defaults::limit_threads(&mut icv, limit);
    }
    region::begin_initial(t, icv, League::ALONE, ptr::null());
}
