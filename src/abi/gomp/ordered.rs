//! `ordered` in loops with an `ordered` clause without a number.

use crate::engine::thread::Thread;
use crate::engine::worksharing::ordered;

/// Begins the ordered region of the current iteration: waits for its turn.
pub extern "C-unwind" fn GOMP_ordered_start() {
    ordered::enter(Thread::current());
}

/// Ends the ordered region. The turn passes with the chunk, when the thread asks for the next one: only then is it
/// sure that no later iteration of the chunk meets the region.
pub extern "C-unwind" fn GOMP_ordered_end() {}
