//! `ordered` in loops with an `ordered` clause without a number.

use crate::engine::constructs::mutex;
use crate::engine::constructs::worksharing::ordered;
use crate::engine::records::thread::Thread;

/// `void GOMP_ordered_start(void)`: begins the ordered region of the current iteration: waits for
/// its turn.
///
/// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn GOMP_ordered_start() {
    match Thread::at_hand() {
        Some(t) => ordered::enter(t),
        None => start_told(),
    }
}

/// [`GOMP_ordered_start`] for a tool, if there is one.
#[cold]
#[inline(never)]
pub extern "C-unwind" fn start_told() {
    let t = Thread::current();
    mutex::acquire(ordered::known(t), || ordered::enter(t));
}

/// `void GOMP_ordered_end(void)`: ends the ordered region. The turn passes with the chunk, when the
/// thread asks for the next one: only then is it sure that no later iteration of the chunk meets
/// the region.
///
/// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn GOMP_ordered_end() {}

/// [`GOMP_ordered_end`] for a tool.
pub extern "C-unwind" fn end_told() {
    mutex::release(ordered::known(Thread::current()), || {});
}
