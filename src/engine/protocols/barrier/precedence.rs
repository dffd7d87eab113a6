//! Who goes on first from a barrier where processors are short.
//!
//! Workers that look out in the program's own code for what the primary thread does next, and have gone on from the barrier
//! before it, keep its processor from it for whole slices of time. Once that has happened, workers give their processor away
//! before they go on, as long as the primary thread has not. That is a system call, so not before, and only for a while.

use crate::sys::sync::{AtomicU32, AtomicU64, Ordering};

use crate::engine::protocols::barrier::protocol;
use crate::engine::protocols::wait;
use crate::sys::{clock, thread};

/// The primary thread was kept off its processor if it went on so many nanoseconds after the barrier was over.
const LATE: u64 = 200_000;

/// For so many barriers workers then let it go first.
const WHILE: u32 = 1000;

/// What the members of a team of more than two know of this.
#[derive(Default)]
pub struct Precedence {
    /// When the barrier was over, in nanoseconds; 0: the primary thread has seen that, or nobody asked.
    over: AtomicU64,
    /// For how many barriers more the workers let the primary thread go first.
    left: AtomicU32,
    /// The last barrier that the primary thread went on from while processors were short.
    gone: AtomicU32,
}

impl Precedence {
    /// The barrier of a team of `size` is over, which is published after this.
    #[inline]
    pub fn barrier_is_over(&self, size: u32) {
        if wait::are_too_many(size) {
            self.over.store(clock::nanos(), Ordering::Relaxed);
        }
    }

    /// Member `tid` of `size` is about to go on from barrier `number`.
    #[inline]
    pub fn go_on(&self, tid: u32, size: u32, number: u32) {
        if wait::are_too_many(size) {
            if tid == 0 {
                self.primary_goes_on(number);
            } else if self.left.load(Ordering::Relaxed) != 0 && !protocol::reached(&self.gone, number) {
                thread::yield_now();
            }
        }
    }

    fn primary_goes_on(&self, number: u32) {
        let over = self.over.load(Ordering::Relaxed);
        self.over.store(0, Ordering::Relaxed);
        let left = self.left.load(Ordering::Relaxed);
        if over != 0 && clock::nanos().saturating_sub(over) > LATE {
            self.left.store(WHILE, Ordering::Relaxed);
        } else if left != 0 {
            self.left.store(left - 1, Ordering::Relaxed);
        }
        self.gone.store(number, Ordering::Relaxed);
    }
}
