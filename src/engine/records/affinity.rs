//! The parts of threads and teams about the places that they are bound to.

use crate::engine::records::seat::{NOWHERE, Seating};
use crate::sys::affinity::CpuSet;
use crate::sys::sync::{AtomicU32, Ordering};
use std::cell::{Cell, RefCell};

/// The place that a thread is bound to, and its state before.
pub struct ThreadAffinity {
    /// The place that the kernel binds the thread to; [`NOWHERE`]: none yet.
    pub bound: Cell<u32>,
    /// The mask of a native thread before it was bound.
    pub before: RefCell<Option<CpuSet>>,
    /// The thread's number among the native threads; `None`: it is a worker.
    pub native: Option<u32>,
    /// The line that OMP_DISPLAY_AFFINITY showed last.
    pub shown: Cell<Shown>,
}

impl ThreadAffinity {
    /// For a new thread object. Native threads are counted, and the object of a thread that ended
    /// serves another thread. So threads that live at the same time have different places, and
    /// threads that follow each other have the same one.
    pub fn new(worker: bool) -> Self {
        static NATIVE_THREADS: AtomicU32 = AtomicU32::new(0);
        Self {
            bound: Cell::new(NOWHERE),
            before: RefCell::new(None),
            native: (!worker).then(|| NATIVE_THREADS.fetch_add(1, Ordering::Relaxed)),
            shown: Cell::new(Shown::NOTHING),
        }
    }

    /// The thread object belongs to another OS thread from now on.
    pub fn start(&self) {
        self.bound.set(NOWHERE);
        *self.before.borrow_mut() = None;
        self.shown.set(Shown::NOTHING);
    }

    /// The thread's number among the native ones.
    pub fn number(&self) -> u32 {
        self.native.unwrap_or(0)
    }
}

/// The places of a team's members. The primary thread writes this between regions.
#[derive(Default)]
pub struct TeamAffinity {
    /// `None`: the members are not bound.
    pub seating: Cell<Option<Seating>>,
    /// Whether the seating differs from that of the team's last region.
    pub changed: Cell<bool>,
}

/// The data in a line of the affinity format that may change between a thread's regions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The team's address: a worker may go from one team to another that is just like it.
    pub team: usize,
    pub level: u32,
    pub tid: u32,
    pub threads: u32,
    pub place: u32,
}

impl Shown {
    /// No thread is member 0 of no threads.
    pub const NOTHING: Self = Self { team: 0, level: 0, tid: 0, threads: 0, place: 0 };
}
