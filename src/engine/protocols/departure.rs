//! The end of threads that the runtime has created: waiting until the kernel has forgotten them.
//!
//! A program may pause the runtime in order to count the process's threads, or before a system call
//! that the kernel refuses to a process with several threads (`unshare`, `setns`). A thread that
//! has left the runtime still runs destructors of the program's thread-local variables, then the C
//! library's part, then the kernel's.

use crate::engine::protocols::lock::{ForkAttempt, Rank, Shared};
use crate::engine::protocols::wait;
use crate::sys::{clock, thread};

/// Nanoseconds after which a wait gives up: a thread may run the program's own code at its end.
const PATIENCE: u64 = 10_000_000_000;

/// Threads that have left the runtime: the kernel's number of each, and the time at which it left,
/// in nanoseconds. Threads that left more than [`PATIENCE`] ago are gone, and the kernel may have
/// given their numbers to other threads.
static DEPARTED: Shared<Vec<(u32, u64)>> = Shared::new(Rank::Ending, Vec::new());

/// Notes that the calling thread, which the runtime has created, leaves it for good.
pub fn note() {
    let now = clock::nanos();
    let id = thread::id();
    DEPARTED.with(|departed| {
        departed.retain(|(_, at)| is_recent(*at, now));
        departed.push((id, now));
    });
}

fn is_recent(at: u64, now: u64) -> bool {
    now.saturating_sub(at) < PATIENCE
}

/// The end of a wait for other threads to leave.
pub struct Deadline(u64);

impl Deadline {
    pub fn of_new_wait() -> Self {
        Self(clock::nanos() + PATIENCE)
    }

    /// Waits until `done` holds; false if that takes too long.
    pub fn wait(&self, done: impl Fn() -> bool) -> bool {
        let mut patience = wait::Patience::default();
        while !done() {
            if clock::nanos() >= self.0 {
                return false;
            }
            patience.give_way();
        }
        true
    }

    /// Waits until all threads that have left so far are gone, except the calling one; false if
    /// that takes too long.
    pub fn wait_until_gone(&self) -> bool {
        let (now, own) = (clock::nanos(), thread::id());
        let departed = DEPARTED.with(|departed| {
            departed.retain(|(_, at)| is_recent(*at, now));
            departed.clone()
        });
        departed.iter().all(|(id, _)| *id == own || self.wait(|| !thread::exists(*id)))
    }
}

/// Keeps the list whole while the process forks.
pub fn before_fork(attempt: &ForkAttempt) {
    DEPARTED.before_fork(attempt);
}

/// Ends what [`before_fork`] began, in the parent.
pub fn after_fork_in_parent() {
    DEPARTED.after_fork();
}

/// Empties the list in the child, which has no such threads.
pub fn after_fork_in_child() {
    DEPARTED.after_fork_in_child();
}
