//! `ordered` in loops with an `ordered` clause without a number.

use crate::engine::constructs::mutex;
use crate::engine::constructs::worksharing::ordered;
use crate::engine::records::thread::Thread;
use crate::engine::tools;

/// `void GOMP_ordered_start(void)`: begins the ordered region of the current iteration: waits for
/// its turn.
///
/// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn GOMP_ordered_start() {
    let t = Thread::current();
    mutex::acquire(ordered::known(t), || ordered::enter(t));
}

/// `void GOMP_ordered_end(void)`: ends the ordered region. The turn passes with the chunk, when the
/// thread asks for the next one: only then is it sure that no later iteration of the chunk meets
/// the region.
///
/// Emitted by GCC for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn GOMP_ordered_end() {
    if tools::on() {
        mutex::release(ordered::known(Thread::current()), || {});
    }
}
