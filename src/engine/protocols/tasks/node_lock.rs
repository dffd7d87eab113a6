//! The lock of a node of dependences, and of what its task needs alone.

use crate::engine::protocols::lock::{Rank, Ranked};
use crate::sys::sync::{AtomicU64, Ordering, spin_hint};

#[cfg(not(loom))]
use crate::engine::protocols::lock::{Epoch, look_for_fork};
#[cfg(not(loom))]
use crate::engine::protocols::tasks::spin::mark;
#[cfg(not(loom))]
use crate::engine::protocols::wait::Patience;

/// A lock for a handful of instructions that no fork can take, since nodes are in no list.
///
/// So it may be held, in a forked child, by a thread that does not exist there. The word tells the
/// child that, and whoever wants the lock takes it over.
///
/// | value | state |
/// |---|---|
/// | 0 | free |
/// | otherwise | held; [`Epoch::stamp`] of the holder's [`mark`], and [`HELD`] |
pub struct NodeLock(AtomicU64);

const FREE: u64 = 0;
const HELD: u64 = 1;

const RANK: Ranked = Ranked::new(Rank::Node);

/// The fork generations of threads by their marks.
///
/// Those of named locks are not the same ones, although each fork begins one of either. Named locks
/// are held for as long as the program likes, so their holders have the runtime's numbers, which no
/// two threads share. Here a thread may come that has no number: any thread may fulfil an event.
#[cfg(not(loom))]
static EPOCH: Epoch = Epoch::new();

/// The word of a lock that the calling thread holds.
#[inline(always)]
fn held() -> u64 {
    // In a model no thread forks.
    #[cfg(loom)]
    return HELD;
    #[cfg(not(loom))]
    return EPOCH.stamp(mark()) | HELD;
}

/// Tells these locks that this process is the child of a fork, which the calling thread made.
#[cfg(not(loom))]
pub fn after_fork_in_child() {
    EPOCH.enter_child(mark());
}

impl NodeLock {
    /// A free lock.
    pub fn new() -> Self {
        Self(AtomicU64::new(FREE))
    }

    /// Takes the lock. False if its holder vanished in a fork: it may have been changing what is
    /// under the lock.
    #[inline]
    #[must_use]
    pub fn lock(&self) -> bool {
        RANK.is_next();
        let whole = self.take(FREE) || self.lock_contended();
        RANK.taken();
        whole
    }

    fn take(&self, before: u64) -> bool {
        // Acquire: partner of the release in `unlock`.
        self.0.compare_exchange(before, held(), Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[cold]
    #[cfg(not(loom))]
    fn lock_contended(&self) -> bool {
        let mut patience = Patience::default();
        for looks in 0_u64.. {
            let now = self.0.load(Ordering::Relaxed);
            if now == FREE {
                if self.take(FREE) {
                    return true;
                }
            } else if looks > 200 {
                // The holder may have lost its processor, or be left behind by a fork.
                look_for_fork();
                if EPOCH.vanished(now) && self.take(now) {
                    return false;
                }
                patience.give_way();
            } else {
                spin_hint();
            }
        }
        unreachable!("a lock is free some day")
    }

    #[cold]
    #[cfg(loom)]
    fn lock_contended(&self) -> bool {
        while !self.take(FREE) {
            spin_hint();
        }
        true
    }

    /// Releases the lock.
    #[inline]
    pub fn unlock(&self) {
        RANK.freed();
        self.0.store(FREE, Ordering::Release);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn what_a_vanished_thread_held_is_taken_over() {
        let lock = &NodeLock::new();
        assert!(lock.lock());
        lock.unlock();
        // By another thread, before a fork that this one made.
        let theirs = EPOCH.stamp(mark().wrapping_add(2)) | HELD;
        lock.0.store(theirs, Ordering::Relaxed);
        after_fork_in_child();
        assert!(!lock.lock());
        lock.unlock();
        assert!(lock.lock());
        lock.unlock();
    }

    #[test]
    fn what_the_survivor_holds_is_waited_for() {
        let lock = &NodeLock::new();
        assert!(lock.lock());
        after_fork_in_child();
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                let whole = lock.lock();
                lock.unlock();
                whole
            });
            thread::sleep(std::time::Duration::from_millis(20));
            assert!(!other.is_finished());
            lock.unlock();
            assert!(other.join().expect("it finds no fault"));
        });
    }
}
