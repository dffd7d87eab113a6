//! The start of the runtime in a process: one thread does it, and other threads wait until it is
//! done.

use std::io;

use crate::engine::protocols::wait::Patience;
use crate::sys::sync::{AtomicBool, Ordering};
use crate::sys::wipe;

/// Whether the runtime has started, in this process or in one of its ancestors.
static DONE: AtomicBool = AtomicBool::new(false);

/// Whether the runtime has started.
pub fn is_done() -> bool {
    // Acquire: partner of the release in `once`.
    DONE.load(Ordering::Acquire)
}

/// Calls `start` if the runtime has not started, or waits until another thread has called it. A
/// thread that went on before the fork handlers are registered could fork, and its child would not
/// know. `start` is told the reason why forks without handlers cannot be noticed, if there is one.
///
/// A fork may come at any moment of this. If the starting thread does not exist in the child, the
/// child begins anew, however far that thread had come. So no step may do harm if it is done twice.
pub fn once(start: impl FnOnce(io::Result<()>)) {
    let mut patience = Patience::default();
    let noticeable = wipe::prepare();
    while !is_done() {
        if wipe::claim() {
            if is_done() {
                // Another thread had finished the start just before a signal handler forked.
                wipe::disclaim();
            } else {
                start(noticeable);
                DONE.store(true, Ordering::Release);
            }
            return;
        }
        patience.give_way();
    }
}
