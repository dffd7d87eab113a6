//! `ordered` in loops with an `ordered` clause without a number.

use crate::engine::constructs::worksharing::ordered;
use crate::engine::records::thread::Thread;

/// `void GOMP_ordered_start(void)`: begins the ordered region of the current iteration: waits for
/// its turn.
///
/// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn GOMP_ordered_start() {
    ordered::enter(Thread::current());
}

/// `void GOMP_ordered_end(void)`: ends the ordered region. The turn passes with the chunk, when the
/// thread asks for the next one: only then is it sure that no later iteration of the chunk meets
/// the region.
///
/// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn GOMP_ordered_end() {}
