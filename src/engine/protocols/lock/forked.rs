//! Locks and forks: how a fork waits for the locks, and waiting for a lock in a child that was
//! forked without handlers: its holder may be a thread of the parent.

use std::cell::{Cell, RefCell};

use crate::engine::ground::hook::Hook;
use crate::engine::protocols::wait::Patience;
use crate::sys::wipe;

/// Called in the child when such a fork is noticed.
static BECOME_CHILD: Hook<()> = Hook::new();

/// Sets the function that a thread which waits for a lock calls first, in a child that was forked
/// without handlers. It frees the locks that no thread of the child holds.
pub fn when_forked_without_handlers(become_child: fn(())) {
    BECOME_CHILD.set(become_child);
}

/// To be called by a thread that has found a lock held, before each look at the lock.
#[inline]
pub fn look_for_fork() {
    if wipe::wiped() {
        BECOME_CHILD.call(());
    }
}

/// The looks at a lock after which a fork asks whether others wait to fork.
const LOOKS: u32 = 100;

/// One attempt of a fork to take the locks of all data that must be whole in the child.
///
/// A signal handler that forks may have interrupted a thread that holds one of them. That thread
/// waits for the lock under which threads fork one after the other, and a fork that is under way
/// must not wait for it in turn. So a fork waits for a lock as long as nobody else waits to fork.
/// After that it goes without.
pub struct ForkAttempt<'a> {
    /// Whether other threads wait for the lock under which threads fork, and which the calling
    /// thread holds.
    others_wait: &'a dyn Fn() -> bool,
    patience: RefCell<Patience>,
    lacks: Cell<bool>,
}

impl<'a> ForkAttempt<'a> {
    pub fn new(others_wait: &'a dyn Fn() -> bool) -> Self {
        Self { others_wait, patience: RefCell::default(), lacks: Cell::new(false) }
    }

    /// Calls `take` until it has taken a lock, or until it is time to go without; whether it has
    /// the lock.
    pub fn take(&self, take: impl Fn() -> bool) -> bool {
        let mut looks = 0;
        while !take() {
            if looks >= LOOKS && (self.others_wait)() {
                self.lacks.set(true);
                return false;
            }
            looks += 1;
            look_for_fork();
            self.patience.borrow_mut().give_way();
        }
        true
    }

    /// Whether it went without one of the locks.
    pub fn lacks_locks(&self) -> bool {
        self.lacks.get()
    }
}
