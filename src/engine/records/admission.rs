//! What threads and teams have to do with admission.

use crossbeam_utils::CachePadded;
use std::cell::Cell;

use crate::engine::protocols::admission::gate::Pass;
use crate::engine::protocols::admission::hold::Hold;
use crate::engine::protocols::admission::pace::Pace;
use crate::sys::sync::{AtomicBool, AtomicPtr, Ordering};

/// What a thread has to do with admission.
#[derive(Default)]
pub struct ThreadAdmission {
    /// On lines of its own: the gate tells the thread here, and other threads look.
    pub pass: CachePadded<Pass>,
    pub pace: Pace,
    /// Whether admission has to hear of the end of its region.
    pub is_in: Cell<bool>,
    /// Whether it counts among the masters.
    pub counted: Cell<bool>,
    /// How many of the running threads its region has taken.
    pub taken: Cell<u32>,
    /// The region from which `learned` learns, if there is one.
    pub lesson: Cell<Option<Lesson>>,
}

/// A region under `learned`.
#[derive(Clone, Copy)]
pub struct Lesson {
    /// Its outlined function.
    pub function: usize,
    pub as_gang: bool,
    /// When it asked for admission, in nanoseconds.
    pub began: u64,
}

/// What a team has to do with it.
#[derive(Default)]
pub struct TeamAdmission {
    pub hold: Hold,
    /// The pass of the thread whose regions it runs, if these take turns.
    pub pass: AtomicPtr<Pass>,
    /// Whether only the grace time let a member of the region go. The primary thread looks when the members have come to the
    /// end.
    pub late: AtomicBool,
}

impl TeamAdmission {
    pub fn pass(&self) -> Option<&'static Pass> {
        // SAFETY: null, or a thread's; threads are never freed.
        unsafe { self.pass.load(Ordering::Relaxed).as_ref() }
    }

    pub fn set_pass(&self, pass: *mut Pass) {
        if self.pass.load(Ordering::Relaxed) != pass {
            self.pass.store(pass, Ordering::Relaxed);
        }
    }
}
