//! `ordered` in loops with an `ordered` clause without a number.

use super::ident::Ident;
use crate::engine::constructs::mutex;
use crate::engine::constructs::worksharing::ordered;
use crate::engine::records::thread::Thread;

/// `void __kmpc_ordered(ident_t *location, int gtid)`: begins the ordered region of the current
/// iteration: waits for its turn.
///
/// Emitted by Clang and Flang for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn __kmpc_ordered(_location: *const Ident, _gtid: i32) {
    let t = Thread::current();
    mutex::acquire(ordered::known(t), || ordered::enter(t));
}

/// `void __kmpc_end_ordered(ident_t *location, int gtid)`: ends the ordered region: the turn passes
/// to the next iteration.
///
/// Emitted by Clang and Flang for `ordered` (OpenMP 5.2, 15.10.2).
pub extern "C-unwind" fn __kmpc_end_ordered(_location: *const Ident, _gtid: i32) {
    let t = Thread::current();
    mutex::release(ordered::known(t), || ordered::exit_iteration(t));
}
