//! Waiting for a lock in a child that was forked without handlers: its holder may be a thread of
//! the parent's.

use crate::engine::ground::hook::Hook;
use crate::sys::wipe;

/// What follows from such a fork.
static BECOME_CHILD: Hook<()> = Hook::new();

/// Sets the function that a thread which waits for a lock calls first, in a child that was forked
/// without handlers: it frees what no thread holds.
pub fn when_forked_without_handlers(become_child: fn(())) {
    BECOME_CHILD.set(become_child);
}

/// To be called by whoever has found a lock held, before each look at it.
#[inline]
pub fn look_for_fork() {
    if wipe::wiped() {
        BECOME_CHILD.call(());
    }
}
