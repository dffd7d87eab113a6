//! The threads that wait for a lock, awake, once they are many.
//!
//! Each look at a lock's word takes its cache line from the holder, and each attempt to take the
//! lock takes it from the one that succeeds. With dozens of threads the lock changes hands only
//! once in microseconds. A lock of four bytes has no room for a queue. So threads that have looked
//! for a while meet in one of a few crowds, by the lock's address: [`NEAR`] of them look at the
//! lock, and the others at the crowd, whose word changes twice for each section of the lock, and
//! the less often the more they are.
//!
//! A crowd decides nothing. A thread may come to it and leave it at any time, and one that does not
//! get near looks at the lock all the same, though seldom: two locks may have the same crowd, and
//! in the child of a fork the crowd may count threads that do not exist.

use crossbeam_utils::CachePadded;

use crate::engine::ground::by_address::spread;
use crate::sys::sync::unmodelled::{AtomicU32, Ordering};

/// How many threads of a crowd look at the lock.
const NEAR: u32 = 2;

/// The threads that wait for locks whose addresses have the same hash.
///
/// | bits | field |
/// |---|---|
/// | 31…8 | threads in the crowd |
/// | 7…0 | those that look at the lock |
struct Crowd(CachePadded<AtomicU32>);

const NEAR_ONE: u32 = 1;
const ONE: u32 = 1 << 8;

const CROWDS: usize = 64;

static ALL: [Crowd; CROWDS] = [const { Crowd(CachePadded::new(AtomicU32::new(0))) }; CROWDS];

/// A thread's stay in a crowd.
pub struct Waiter {
    crowd: &'static Crowd,
    near: bool,
    /// Looks at the crowd since the last one at the lock.
    looks: u32,
}

/// The pauses between two looks at the crowd, for each thread in it.
const PAUSES_FOR_EACH: u64 = 4;

const MOST_PAUSES: u64 = 512;

/// Of this many looks at the crowd, one goes on to the lock.
const SELDOM: u32 = 16;

impl Waiter {
    /// Joins the crowd of the lock at `address`.
    pub fn join(address: usize) -> Self {
        // Locks are four or eight bytes, and often lie in arrays.
        Self::join_one(&ALL[spread(address / 4) >> (usize::BITS - CROWDS.ilog2())])
    }

    fn join_one(crowd: &'static Crowd) -> Self {
        crowd.0.fetch_add(ONE, Ordering::Relaxed);
        Self { crowd, near: false, looks: 0 }
    }

    /// Whether the thread should look at the lock now; otherwise, the number of pauses until it
    /// should ask again.
    pub fn may_look(&mut self) -> Result<(), u64> {
        if self.near {
            return Ok(());
        }
        let now = self.crowd.0.load(Ordering::Relaxed);
        if now % ONE < NEAR {
            let add = self.crowd.0.compare_exchange(now, now + NEAR_ONE, Ordering::Relaxed, Ordering::Relaxed);
            self.near = add.is_ok();
        }
        self.looks += 1;
        if self.near || self.looks.is_multiple_of(SELDOM) {
            Ok(())
        } else {
            Err((PAUSES_FOR_EACH * u64::from(now / ONE)).min(MOST_PAUSES))
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let own = ONE + if self.near { NEAR_ONE } else { 0 };
        // Nothing to subtract: a handler that interrupted this thread here has forked, and this is
        // the child.
        let _ = self.crowd.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |now| now.checked_sub(own));
    }
}

/// Forgets the waiting threads: in a forked child there are none.
pub fn after_fork_in_child() {
    ALL.iter().for_each(|crowd| crowd.0.store(0, Ordering::Relaxed));
}

#[cfg(all(test, not(any(loom, shuttle))))]
mod tests {
    use super::*;

    #[test]
    fn two_look_at_the_lock_and_the_others_seldom() {
        static CROWD: Crowd = Crowd(CachePadded::new(AtomicU32::new(0)));
        let mut waiters = [(); 3].map(|()| Waiter::join_one(&CROWD));
        assert_eq!(waiters.each_mut().map(Waiter::may_look), [Ok(()), Ok(()), Err(3 * PAUSES_FOR_EACH)]);
        let [one, two, mut three] = waiters;
        let looks: Vec<_> = (0..2 * SELDOM).map(|_| three.may_look().is_ok()).collect();
        assert_eq!(looks.iter().filter(|at_lock| **at_lock).count(), 2);
        drop(one);
        assert!((0..SELDOM).all(|_| three.may_look().is_ok()));
        drop((two, three));
        assert_eq!(CROWD.0.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn one_that_a_fork_has_forgotten_leaves_nothing_behind() {
        static CROWD: Crowd = Crowd(CachePadded::new(AtomicU32::new(0)));
        let mut waiter = Waiter::join_one(&CROWD);
        assert!(waiter.may_look().is_ok());
        CROWD.0.store(0, Ordering::Relaxed);
        drop(waiter);
        assert_eq!(CROWD.0.load(Ordering::Relaxed), 0);
    }
}
