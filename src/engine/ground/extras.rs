//! One word that says which of several rare things the process has: a path that would look for each
//! of them makes one look, and its code for them is out of the way.

use crate::sys::arch;
use crate::sys::sync::unmodelled::{AtomicU8, Ordering};
use crossbeam_utils::CachePadded;

/// Nobody has looked for a tool so far (`engine/tools`).
pub const TOOL_UNDECIDED: u8 = 1;
/// A tool, or a race detector, is to be told of events.
pub const TOOL: u8 = 2;
/// Threads are bound, or regions do something else about places.
pub const AFFINITY: u8 = 4;
/// Regions are counted.
pub const STATISTICS: u8 = 8;
/// Constructs can be cancelled.
pub const CANCELLATION: u8 = 0x10;

/// The bits above. A value of its own line, since every construct reads it. It changes seldom:
/// before the first region, or when a tool registers its first callback. Relaxed: each of these
/// has data of its own, and they are published on their own.
///
/// The stubs of `build.rs` read it, too.
pub static EXTRAS: CachePadded<AtomicU8> = CachePadded::new(AtomicU8::new(TOOL_UNDECIDED));

/// Whether the process has any of `WHAT`. On x86-64 a comparison with memory and a branch, which
/// the compiler does not make of an atomic load by itself.
#[inline(always)]
pub fn any<const WHAT: u8>() -> bool {
    arch::has_any!(EXTRAS, WHAT)
}

/// The process has `what` from now on, and has not got `no_more`.
pub fn change(what: u8, no_more: u8) {
    let _ = EXTRAS.fetch_update(Ordering::Release, Ordering::Relaxed, |now| Some(now & !no_more | what));
}

/// The process has `what` from now on, or has it no more.
pub fn set(what: u8, has: bool) {
    if has { change(what, 0) } else { change(0, what) }
}
