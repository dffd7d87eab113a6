//! Where processors are short, the primary thread goes on from a barrier first.
//!
//! After a barrier, workers may spin in the program's own code until the primary thread has done
//! its next step. If they go on from the barrier before it, they can keep it off its processor for
//! whole time slices. Once that has happened, workers give their processor away before they go on,
//! until the primary thread has gone on. That costs a system call, so they do so only after it has
//! happened, and only for a while.

use crate::sys::sync::{AtomicU32, AtomicU64, Ordering};

use crate::engine::protocols::barrier::protocol;
use crate::engine::protocols::wait;
use crate::sys::{clock, thread};

/// If the primary thread goes on this many nanoseconds after the barrier was over, it was kept off
/// its processor.
const LATE: u64 = 200_000;

/// The number of barriers for which workers then let the primary thread go first.
const WHILE: u32 = 1000;

/// The shared words of a team of more than two.
#[derive(Default)]
pub struct Precedence {
    /// The time at which the barrier was over, in nanoseconds; 0: the primary thread has gone on,
    /// or the time was not taken.
    over: AtomicU64,
    /// The number of further barriers at which the workers let the primary thread go first.
    left: AtomicU32,
    /// The last barrier that the primary thread went on from while processors were short.
    gone: AtomicU32,
}

impl Precedence {
    /// Notes that the barrier of a team of `size` is over. The caller publishes that after this
    /// call.
    #[inline]
    pub fn barrier_is_over(&self, size: u32) {
        if wait::are_too_many(size) {
            self.over.store(clock::nanos(), Ordering::Relaxed);
        }
    }

    /// Member `tid` of `size` goes on from barrier `number`.
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
