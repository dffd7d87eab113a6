//! Sleeping inside a task.

use crate::engine::protocols::wait::event::{EventCount, sleeper};
use crate::sys::sync::{AtomicU32, Ordering};

/// Whether a thread sleeps inside a task. Then this is its number in the team plus 1; otherwise it
/// is 0. It sleeps until there is a task that it may run, or until the event that it waits for.
pub struct TaskSleeper(AtomicU32);

impl Default for TaskSleeper {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicU32::new(0))
    }
}

impl TaskSleeper {
    /// Sleeps as member `tid` of the team that `event` belongs to, unless `ready` holds. `announce`
    /// runs before the last look: it publishes that the thread waits, so that the thread that
    /// causes the event wakes it. Returns the time at which a waker last found somebody asleep.
    pub fn sleep(&self, event: &EventCount, tid: u32, announce: impl FnOnce(), ready: impl FnOnce() -> bool) -> u64 {
        // Relaxed: the full fence of `EventCount::sleep` follows. A waker whose own fence comes
        // after it sees this; otherwise the last look sees what the waker has published.
        self.0.store(tid + 1, Ordering::Relaxed);
        announce();
        let rung = event.sleep(sleeper(tid, false), ready);
        self.0.store(0, Ordering::Relaxed);
        rung
    }

    /// Wakes the thread if it sleeps. The caller has published the event by a read-modify-write.
    #[inline]
    pub fn wake(&self, event: &EventCount) {
        event.notify(|| self.bits());
    }

    /// The thread's bits among its team's sleepers if it sleeps inside a task, otherwise 0.
    pub fn bits(&self) -> u32 {
        match self.0.load(Ordering::Relaxed) {
            0 => 0,
            number => sleeper(number - 1, false),
        }
    }
}
