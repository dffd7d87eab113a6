//! Waiting for a lock in a child that was forked without handlers: its holder may be a thread of
//! the parent.

use crate::engine::ground::hook::Hook;
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
