//! Waiting for a thread that is about to go on, and tells nobody when it has.

#[cfg(not(loom))]
use std::time::Duration;

#[cfg(not(loom))]
use crate::sys::thread;

/// The patience of a thread that waits for another one which needs a moment only, if it has a processor.
///
/// The other one may be queued on the waiting thread's processor, so that is given away. But a thread with real-time
/// priority (`SCHED_FIFO`) gives it to its equals only, and would keep it for ever: from some time on the waiting thread
/// sleeps, which lets everybody pass.
#[derive(Default)]
pub struct Patience {
    /// How often the processor was given away.
    #[cfg(not(loom))]
    given: u32,
}

/// So often the processor is given away first: it takes half a microsecond where nobody else wants it.
#[cfg(not(loom))]
const ENOUGH: u32 = 100;

/// Then the thread sleeps so long each time, which the kernel makes about twice as long.
#[cfg(not(loom))]
const NAP: Duration = Duration::from_micros(50);

#[cfg(not(loom))]
impl Patience {
    /// Gives the processor away.
    pub fn give_way(&mut self) {
        if !self.nap() {
            thread::yield_now();
        }
    }

    /// Sleeps if the processor was given away in vain for long; whether it has. For those who give it away by themselves.
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

/// In a model no time passes.
#[cfg(loom)]
impl Patience {
    pub fn give_way(&mut self) {
        crate::sys::sync::spin_hint();
    }

    pub fn nap(&mut self) -> bool {
        false
    }
}
