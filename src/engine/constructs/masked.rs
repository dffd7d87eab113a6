//! `masked` (OpenMP 5.2, 10.5).

use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Endpoint;

/// Whether the calling thread, which comes to the construct, is thread `number` of its team and
/// executes it.
#[inline(always)]
pub fn enter(t: &Thread, number: i32) -> bool {
    let executes = t.tid.get().cast_signed() == number;
    if tools::on() && executes {
        events::masked(t, Endpoint::Begin);
    }
    executes
}

/// The thread has executed it.
#[inline(always)]
pub fn exit(t: impl FnOnce() -> &'static Thread) {
    if tools::on() {
        events::masked(t(), Endpoint::End);
    }
}
