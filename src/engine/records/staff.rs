//! The workers of a team, in the order of their numbers.

use std::cell::{Cell, Ref, RefCell};
use std::mem;
use std::vec::Drain;

/// The workers that are leased to a team. They belong to the primary thread while the team is busy.
/// The lists are written under the pool's lock.
#[repr(C)]
pub struct Staff<W: 'static> {
    /// The workers, by thread number less one.
    workers: RefCell<Vec<&'static W>>,
    /// By the same numbers, the workers that had them first. A worker is preferred for its former
    /// number, so that its threadprivate values stay with that number.
    former: RefCell<Vec<&'static W>>,
    /// The number of members that wait for the next region at the team's signal. The other workers
    /// wait at their mailboxes.
    live: Cell<u32>,
    /// The number of regions in a row that left workers over.
    surplus: Cell<u32>,
}

impl<W> Default for Staff<W> {
    fn default() -> Self {
        Self { workers: RefCell::default(), former: RefCell::default(), live: Cell::new(1), surplus: Cell::new(0) }
    }
}

impl<W> Staff<W> {
    /// The number of workers.
    #[inline]
    pub fn count(&self) -> usize {
        self.workers.borrow().len()
    }

    /// The workers.
    #[inline]
    pub fn workers(&self) -> Ref<'_, Vec<&'static W>> {
        self.workers.borrow()
    }

    /// The workers, unless a signal's handler has interrupted a change of the list.
    #[inline]
    pub fn workers_unless_changing(&self) -> Option<Ref<'_, Vec<&'static W>>> {
        self.workers.try_borrow().ok()
    }

    /// The worker that had the number of the one at `index` first.
    pub fn former(&self, index: usize) -> Option<&'static W> {
        self.former.borrow().get(index).copied()
    }

    /// Adds a worker. If it is the first with its number, or the former one `has_ended`, it is
    /// preferred for that number from now on.
    pub fn enlist(&self, worker: &'static W, has_ended: impl FnOnce(&W) -> bool) {
        let mut workers = self.workers.borrow_mut();
        let mut former = self.former.borrow_mut();
        match former.get_mut(workers.len()) {
            None => former.push(worker),
            Some(other) if has_ended(other) => *other = worker,
            Some(_) => {}
        }
        workers.push(worker);
    }

    /// Gives up the workers after the first `kept` ones: `take` gets them.
    pub fn give_up(&self, kept: usize, take: impl FnOnce(Drain<'_, &'static W>)) {
        take(self.workers.borrow_mut().drain(kept..));
    }

    /// The number of members that wait for the next region at the team's signal.
    #[inline]
    pub fn live(&self) -> u32 {
        self.live.get()
    }

    /// A region of `size` threads begins: its workers wait at the signal after it.
    #[inline]
    pub fn begin_region(&self, size: u32) {
        self.live.set(size);
    }

    /// No worker waits at the signal any more.
    pub fn stand_down(&self) {
        self.live.set(1);
    }

    /// A region left workers over; whether it is number `many` in a row. Then the count begins
    /// again.
    pub fn leaves_over(&self, many: u32) -> bool {
        let regions = self.surplus.get() + 1;
        self.surplus.set(if regions < many { regions } else { 0 });
        regions >= many
    }

    /// A region left no worker over.
    #[inline]
    pub fn leaves_none_over(&self) {
        self.surplus.set(0);
    }

    /// Forgets the workers, in a forked child, without freeing the lists: the allocator may not be
    /// used there. A list that a signal's handler found in the middle of a change stays.
    pub fn after_fork_in_child(&self) {
        for workers in [&self.workers, &self.former] {
            if let Ok(mut workers) = workers.try_borrow_mut() {
                mem::forget(mem::take(&mut *workers));
            }
        }
        self.stand_down();
    }
}
