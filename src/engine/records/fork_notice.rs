//! Whether the process is a child that nobody has told so: one that was forked without handlers.

use crate::engine::ground::hook::Hook;
use crate::engine::records::thread::Thread;
use crate::sys;
use crate::sys::wipe;

/// What follows from such a fork; `fork` sets it.
pub static BECOME_CHILD: Hook<&'static Thread> = Hook::new();

/// A region begins, or a wait for others, which in a child that was forked without handlers could be one for threads that
/// it does not have: what follows from such a fork is done now. Whether there was one.
#[inline]
pub fn noticed(t: &'static Thread) -> bool {
    wipe::wiped() && {
        BECOME_CHILD.call(t);
        true
    }
}

/// Gives the processor to another thread that the calling one waits for, unless that did not come with it through a fork.
pub fn give_way(t: &'static Thread) {
    if !noticed(t) {
        sys::thread::yield_now();
    }
}
