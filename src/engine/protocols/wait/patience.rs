//! Waiting for a thread that is about to go on, and that wakes nobody when it does.

use std::time::Duration;

use crate::sys::thread;

/// The patience of a thread that waits for another thread which needs only a moment, once it has a
/// processor.
///
/// The other thread may be queued on the waiting thread's processor, so the waiting thread gives
/// that away. But a thread with real-time priority (`SCHED_FIFO`) gives its processor to its equals
/// only, and might keep it for ever. So after some time the waiting thread sleeps, which lets every
/// other thread pass.
#[derive(Default)]
pub struct Patience {
    /// How often the processor was given away.
    given: u32,
}

/// How often the processor is given away before the first nap. Each time takes half a microsecond
/// where nobody else wants the processor.
const ENOUGH: u32 = 100;

/// The length of a nap. The kernel makes it about twice as long.
const NAP: Duration = Duration::from_micros(50);

impl Patience {
    /// Gives the processor away.
    pub fn give_way(&mut self) {
        if !self.nap() {
            thread::yield_now();
        }
    }

    /// Sleeps if the processor was given away in vain for long; whether it did. For callers that
    /// give the processor away in their own way.
    pub fn nap(&mut self) -> bool {
        let lost = self.given >= ENOUGH;
        if lost {
            thread::pause(NAP);
        } else {
            self.given += 1;
        }
        lost
    }
}
