//! `ordered` in loops with an `ordered` clause without a number.

use super::ident::Ident;
use crate::engine::thread::Thread;
use crate::engine::worksharing::ordered;

/// Begins the ordered region of the current iteration: waits for its turn.
pub extern "C-unwind" fn __kmpc_ordered(_location: *const Ident, _gtid: i32) {
    ordered::enter(Thread::current());
}

/// Ends the ordered region: the turn passes to the next iteration.
pub extern "C-unwind" fn __kmpc_end_ordered(_location: *const Ident, _gtid: i32) {
    ordered::exit_iteration(Thread::current());
}
