//! `num_threads(strict: …)`: regions that get fewer threads than they ask for (OpenMP 6.0, 12.1.2).

use crate::engine::ground::error;
use crate::engine::ground::error::Ending;
use crate::engine::ground::icv::Icv;
use crate::engine::ground::nthreads::Strict;
use crate::engine::ground::request::Request;
use crate::engine::ground::tuning;

/// Checks a region that asks for `request` and will have `size` threads, in a task whose
/// nthreads-var a strict list has set.
#[cold]
pub fn check_inherited(icv: &Icv, request: Request, size: u32) {
    if let Some(strict) = icv.strict
        && request.threads == 0
        && size < icv.nthreads
    {
        too_few(strict, size, icv.nthreads);
    }
}

/// Says that a region will have `size` threads instead of `wanted`, and ends the program if that is
/// fatal.
pub fn too_few(strict: &Strict, size: u32, wanted: u32) {
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
