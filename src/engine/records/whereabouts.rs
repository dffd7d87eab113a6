//! The processor that a thread was last seen on, and the one that it is asked to leave.

use crate::sys::sync::unmodelled::{AtomicU32, Ordering};
use std::cell::Cell;

/// The whereabouts of a thread.
pub struct Whereabouts {
    /// The processor that the thread was on when it last had to wait for longer; [`NOWHERE`].
    pub processor: AtomicU32,
    /// The agreement between the primary thread and a worker that is on its processor.
    ///
    /// | from | to | who |
    /// |---|---|---|
    /// | any | [`NOTHING`] | the primary thread, which has something to do |
    /// | [`NOTHING`] | [`TIME_WAITS`] | the primary thread, which has little to do |
    /// | [`TIME_WAITS`] | [`WILLING`], [`NOTHING`] | the worker, which has little to do, or not |
    /// | [`WILLING`] | a processor's number | the primary thread, which still has little to do |
    /// | any | a processor's number | the primary thread, when another processor is idle |
    /// | a processor's number | [`NOTHING`] | the worker, which leaves that processor |
    pub parting: AtomicU32,
    /// The time at which the thread last looked where its workers are.
    pub looked: Cell<u64>,
    /// The least nanoseconds until it looks again.
    pub pause: Cell<u64>,
    /// Whether some of them were on its own processor.
    pub shares: Cell<bool>,
    /// Whether another processor was idle when the thread last asked.
    pub saw_room: Cell<bool>,
    /// The time at which its last longer wait ended; 0: not known.
    pub resumed: Cell<u64>,
    /// The number of its longer waits that were timed, and of those before which it had little to
    /// do.
    pub timed: Cell<u32>,
    pub little: Cell<u32>,
}

/// The least nanoseconds between a thread's first two looks where its workers are.
const FIRST_PAUSE: u64 = 50_000;

/// No processor.
pub const NOWHERE: u32 = u32::MAX;

/// Nobody is to leave.
pub const NOTHING: u32 = u32::MAX;
/// The worker is to find out how much it has to do between its waits.
pub const TIME_WAITS: u32 = u32::MAX - 1;
/// It has little to do, and can leave.
pub const WILLING: u32 = u32::MAX - 2;

impl Whereabouts {
    pub const fn new() -> Self {
        Self {
            processor: AtomicU32::new(NOWHERE),
            parting: AtomicU32::new(NOTHING),
            looked: Cell::new(0),
            pause: Cell::new(FIRST_PAUSE),
            shares: Cell::new(false),
            saw_room: Cell::new(false),
            resumed: Cell::new(0),
            timed: Cell::new(0),
            little: Cell::new(0),
        }
    }

    /// Resets this for a new thread that begins as this worker.
    pub fn start_worker(&self) {
        self.processor.store(NOWHERE, Ordering::Relaxed);
        self.parting.store(NOTHING, Ordering::Relaxed);
        self.resumed.set(0);
        self.timed.set(0);
        self.little.set(0);
    }
}
