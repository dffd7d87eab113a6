//! What threads and teams know of the places that they are bound to.

use crate::engine::records::seat::{NOWHERE, Seating};
use crate::sys::affinity::CpuSet;
use crate::sys::sync::{AtomicU32, Ordering};
use std::cell::{Cell, RefCell};

/// Of a thread: the place that it is bound to, and what it was before.
pub struct ThreadAffinity {
    /// The place that the kernel was told; [`NOWHERE`]: none yet.
    pub bound: Cell<u32>,
    /// The mask of a native thread before it was bound.
    pub before: RefCell<Option<CpuSet>>,
    /// Its number among the native threads; `None`: a worker.
    pub native: Option<u32>,
    /// What OMP_DISPLAY_AFFINITY showed last.
    pub shown: Cell<Shown>,
}

impl ThreadAffinity {
    /// Of a new thread object. Native threads are counted, and the object of one that ended serves another, so that
    /// those that live at the same time have different places, and one after the other the same.
    pub fn new(worker: bool) -> Self {
        static NATIVE_THREADS: AtomicU32 = AtomicU32::new(0);
        Self {
            bound: Cell::new(NOWHERE),
            before: RefCell::new(None),
            native: (!worker).then(|| NATIVE_THREADS.fetch_add(1, Ordering::Relaxed)),
            shown: Cell::new(Shown::NOTHING),
        }
    }

    /// The thread object is another OS thread's from now on.
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

/// What a team knows of its members' places. The primary thread writes it between regions.
#[derive(Default)]
pub struct TeamAffinity {
    /// `None`: the members are not bound.
    pub seating: Cell<Option<Seating>>,
    /// Whether the seating is another one than in the team's last region.
    pub changed: Cell<bool>,
}

/// What the affinity format can tell of a thread that changes between regions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Address of the team: a worker may go from one to another that is like it.
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
