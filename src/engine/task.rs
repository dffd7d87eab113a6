//! Tasks: the implicit task of each team member, and what a data environment holds.

use std::cell::{Cell, UnsafeCell};
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use super::icv::Icv;
use super::thread::Thread;

/// A task and its data environment.
pub struct Task {
    /// The control variables: the team's, until the task changes one and gets a copy of its own.
    icv: Cell<*const Icv>,
    own_icv: UnsafeCell<Icv>,
    /// Who the task is to a nest lock; 0 until it takes one.
    lock_id: Cell<u32>,
}

impl Task {
    pub fn new(icv: Icv) -> Self {
        Self { icv: Cell::new(ptr::null()), own_icv: UnsafeCell::new(icv), lock_id: Cell::new(0) }
    }

    /// Makes this a new implicit task that inherits `icv`.
    #[inline]
    pub fn begin_implicit(&self, icv: *const Icv) {
        self.icv.set(icv);
        self.lock_id.set(0);
    }

    /// The task's control variables.
    #[inline]
    pub fn icv(&self) -> &Icv {
        let icv = self.icv.get();
        // SAFETY: null (then the task has its own), or the ICVs of the team that the task belongs to, which
        // stay as they are until the task has ended.
        unsafe { if icv.is_null() { &*self.own_icv.get() } else { &*icv } }
    }

    /// Changes the task's control variables. Only the thread that runs the task does.
    pub fn change_icv(&self, change: impl FnOnce(&mut Icv)) {
        let mut icv = *self.icv();
        change(&mut icv);
        // SAFETY: only the running thread reads or writes them, and no reference is held over this.
        unsafe { *self.own_icv.get() = icv };
        self.icv.set(ptr::null());
    }

    fn lock_id(&self) -> u32 {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        if self.lock_id.get() == 0 {
            // 31 bits, never 0: two tasks that hold nest locks at the same time share a number only when two
            // thousand million others took one in between.
            let id = NEXT.fetch_add(1, Ordering::Relaxed) & 0x7fff_ffff;
            self.lock_id.set(id.max(1));
        }
        self.lock_id.get()
    }
}

/// The number of the calling thread's current task as an owner of nest locks: never 0, 31 bits.
pub fn current_lock_id() -> u32 {
    Thread::current().task().lock_id()
}
