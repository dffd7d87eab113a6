//! Sleeping inside a task.

use crate::engine::protocols::wait::event::{EventCount, sleeper};
use crate::sys::sync::{AtomicU32, Ordering};

/// Says of a thread whether it sleeps inside a task, until there is one that it may run or what it waits for has come:
/// its number in the team and 1; else 0.
pub struct TaskSleeper(AtomicU32);

impl Default for TaskSleeper {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicU32::new(0))
    }
}

impl TaskSleeper {
    /// Sleeps as member `tid` of the team that `event` belongs to, unless `ready`. `announce` comes before the last look:
    /// whoever brings about what the thread waits for and sees that wakes it. Returns when a waker last found somebody
    /// asleep.
    pub fn sleep(&self, event: &EventCount, tid: u32, announce: impl FnOnce(), ready: impl FnOnce() -> bool) -> u64 {
        // Relaxed: who sees what `announce` says, or the sleeper in the event's count, sees this too.
        self.0.store(tid + 1, Ordering::Relaxed);
        announce();
        let rung = event.sleep(sleeper(tid, false), ready);
        self.0.store(0, Ordering::Relaxed);
        rung
    }

    /// Wakes the thread if it sleeps. What it waits for has been published by a read-modify-write.
    #[inline]
    pub fn wake(&self, event: &EventCount) {
        event.notify(|| self.bits());
    }

    /// The thread's bits among its team's sleepers, if it sleeps inside a task; else 0.
    pub fn bits(&self) -> u32 {
        match self.0.load(Ordering::Relaxed) {
            0 => 0,
            place => sleeper(place - 1, false),
        }
    }
}
