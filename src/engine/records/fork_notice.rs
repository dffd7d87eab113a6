//! Notices that the process is a child that was forked without handlers.

use crate::engine::ground::hook::Hook;
use crate::engine::records::thread::Thread;
use crate::sys;
use crate::sys::wipe;

/// Called in the child when such a fork is noticed; `fork` sets it.
pub static BECOME_CHILD: Hook<&'static Thread> = Hook::new();

/// To be called before a region begins, or before a wait for other threads: in a child that was
/// forked without handlers they may not exist. If there was such a fork, the child is put in order
/// now; whether there was one.
#[inline]
pub fn noticed(t: &'static Thread) -> bool {
    wipe::wiped() && {
        BECOME_CHILD.call(t);
        true
    }
}

/// Gives the processor away, so that a thread which the calling one waits for can go on. If there
/// was a fork, that thread may not exist: then the child is put in order instead.
pub fn give_way(t: &'static Thread) {
    if !noticed(t) {
        sys::thread::yield_now();
    }
}
