//! What a region can be asked for beside a size: sizes for the levels inside it, and that it has no
//! fewer threads than that.

use super::request::{Body, Request, Wishes};
use std::ffi::c_void;

use super::error::{self, Ending};
use super::icv::Icv;
use super::nthreads::Strict;
use super::region;

use super::thread::Thread;
use super::tuning;

/// Begins a region as [`region::begin`] does.
#[cold]
pub fn begin(t: &'static Thread, request: Request, wishes: Wishes, body: Body, data: *mut c_void) {
    let task = t.task();
    let before = *task.icv();
    if wishes.deeper.is_some() {
        // The region's implicit tasks inherit it.
        task.change_icv(|icv| icv.nthreads_deeper = wishes.deeper);
    }
    let strict = wishes.strict;
    let request = Request { exactly: strict.is_some(), ..request };
    region::begin_sized(t, request, body, data, |size| {
        if let Some(strict) = &strict
            && size < request.threads
        {
            too_few(strict, size, request.threads);
        }
    });
    if wishes.deeper.is_some() {
        task.change_icv(|icv| *icv = before);
    }
}

/// A region that asks for `request` will have `size` threads, in a task whose nthreads-var a strict
/// list has set.
#[cold]
pub fn check_inherited(icv: &Icv, request: Request, size: u32) {
    if let Some(strict) = icv.strict
        && request.threads == 0
        && size < icv.nthreads
    {
        too_few(strict, size, icv.nthreads);
    }
}

/// A region will have `size` threads, not `wanted`.
fn too_few(strict: &Strict, size: u32, wanted: u32) {
    let mut line = b"ferromp: ".to_vec();
    match &strict.message {
        Some(message) => line.extend_from_slice(message),
        None => {
            let there = if size == 1 { "is only 1 thread" } else { &format!("are only {size} threads") };
            line.extend(format!("num_threads(strict: {wanted}): there {there}").bytes());
        }
    }
    line.push(b'\n');
    if strict.fatal {
        error::fatal(&line, Ending::Exit);
    } else if tuning::warnings() {
        error::warning(&line);
    }
}
