//! `target` regions: an initial task of their own, on the host.

use crate::engine::ground::request::{Body, League};
use std::ffi::c_void;

use crate::engine::constructs::initial;
use crate::engine::constructs::offload::device;
use crate::engine::constructs::parallel as region;
use crate::engine::ground::defaults;

use crate::engine::records::thread::Thread;
use crate::engine::records::tools::ToldLeague;
use crate::engine::tools;
use crate::engine::tools::names::Endpoint;
pub use crate::engine::tools::names::Target;
use crate::engine::tools::{events, frames};

/// Executes `body(data)` as a `target` region: a new initial task, whose control variables are
/// those of the environment, whatever the program has changed outside (OpenMP 5.2, 2.2 and 13.8).
/// `thread_limit`: the clause, in threads; `nowait`: as a tool is told.
///
/// # Safety
/// `body` must be callable with `data`.
pub unsafe fn run(t: &'static Thread, thread_limit: Option<u32>, nowait: bool, body: Body, data: *mut c_void) {
    if tools::on() {
        // SAFETY: the caller's promise.
        return unsafe { run_told(t, thread_limit, nowait, body, data) };
    }
    begin(t, thread_limit);
    // SAFETY: the caller's promise.
    unsafe { body(data) };
    region::end(t);
}

/// # Safety
/// As for [`run`].
#[cold]
#[inline(never)]
unsafe fn run_told(t: &'static Thread, thread_limit: Option<u32>, nowait: bool, body: Body, data: *mut c_void) {
    let kind = if nowait { Target::RegionNowait } else { Target::Region };
    let target = events::target_begins(t, kind, device::host());
    events::target_submits(&target, Endpoint::Begin);
    begin(t, thread_limit);
    events::target_submits(&target, Endpoint::End);
    // SAFETY: the caller's promise.
    unsafe { frames::call(body, data) };
    region::end(t);
    events::target_ends(t, &target);
}

/// A construct that has nothing to do on the host is told of. `kind`: which one.
#[inline]
pub fn passes(t: &'static Thread, kind: Target) {
    if tools::on() {
        events::target_ends(t, &events::target_begins(t, kind, device::host()));
    }
}

fn begin(t: &'static Thread, thread_limit: Option<u32>) {
    let mut icv = initial::initial_icv();
    if let Some(limit) = thread_limit {
        defaults::limit_threads(&mut icv, limit);
    }
    region::begin_initial(t, icv, League::ALONE, ToldLeague::NONE);
}
