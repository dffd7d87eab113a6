//! The start of the runtime in a process: one thread does it, and others wait until it has.

use std::io;

use crate::engine::protocols::wait::Patience;
use crate::sys::sync::{AtomicBool, Ordering};
use crate::sys::wipe;

/// Whether the runtime has started, in this process or in one that it was forked of.
static DONE: AtomicBool = AtomicBool::new(false);

/// Whether the runtime has started.
pub fn is_done() -> bool {
    // Acquire: partner of the release in `once`.
    DONE.load(Ordering::Acquire)
}

/// Calls `start` unless the runtime has started, or waits until another thread has called it: a thread that went on without
/// the handlers of forks could fork, and its child would not know. `start` is told why forks without handlers cannot be
/// noticed, if so.
///
/// A fork may come at any moment of this. A child in which nobody has come to the end begins anew, whatever the thread
/// had done that it came without; so what is done twice must do no harm.
pub fn once(start: impl FnOnce(io::Result<()>)) {
    let mut patience = Patience::default();
    let noticeable = wipe::prepare();
    while !is_done() {
        if wipe::claim() {
            if is_done() {
                // Another thread had come to the end just before a signal's handler forked.
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
