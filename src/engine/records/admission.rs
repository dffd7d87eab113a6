//! The parts of threads and teams that belong to admission.

use crossbeam_utils::CachePadded;
use std::cell::Cell;

use crate::engine::protocols::admission::gate::Pass;
use crate::engine::protocols::admission::hold::Hold;
use crate::engine::protocols::admission::pace::Pace;
use crate::sys::sync::{AtomicBool, AtomicPtr, Ordering};

/// A thread's part in admission.
#[derive(Default)]
pub struct ThreadAdmission {
    /// On cache lines of its own: other threads read it, and the gate writes its answer here.
    pub pass: CachePadded<Pass>,
    pub pace: Pace,
    /// Whether admission must be told of the end of the thread's region.
    pub is_in: Cell<bool>,
    /// Whether the thread is counted among those that open regions.
    pub counted: Cell<bool>,
    /// The number of threads of the budget that its region has taken, under `hold`.
    pub taken: Cell<u32>,
    /// The region from which the policy `learned` learns, if there is one.
    pub lesson: Cell<Option<Lesson>>,
}

/// A region under `learned`.
#[derive(Clone, Copy)]
pub struct Lesson {
    /// Its outlined function.
    pub function: usize,
    pub as_gang: bool,
    /// The time at which it asked for admission, in nanoseconds.
    pub began: u64,
}

/// A team's part in admission.
#[derive(Default)]
pub struct TeamAdmission {
    pub hold: Hold,
    /// The pass of the thread whose regions it runs, if these take turns.
    pub pass: AtomicPtr<Pass>,
    /// Whether only the grace time let a member of the region begin. The primary thread looks when
    /// the members have come to the end.
    pub late: AtomicBool,
}

impl TeamAdmission {
    pub fn pass(&self) -> Option<&'static Pass> {
        // SAFETY: null, or the pass of a thread; threads are never freed.
        unsafe { self.pass.load(Ordering::Relaxed).as_ref() }
    }

    pub fn set_pass(&self, pass: *mut Pass) {
        if self.pass.load(Ordering::Relaxed) != pass {
            self.pass.store(pass, Ordering::Relaxed);
        }
    }
}
