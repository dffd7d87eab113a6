//! `copyprivate`: the member that executed a `single` hands its variables to the others.

use std::ffi::c_void;
use std::sync::atomic::Ordering;

use crate::engine::barrier;
use crate::engine::thread::Thread;

/// Publishes `data` and waits until the others can read it. They copy until the barrier that follows.
pub fn publish(t: &'static Thread, data: *mut c_void) {
    t.team.get().singles.1.store(data, Ordering::Relaxed);
    barrier::wait(t);
}

/// Waits for what the executing member publishes.
pub fn receive(t: &'static Thread) -> *mut c_void {
    barrier::wait(t);
    t.team.get().singles.1.load(Ordering::Relaxed)
}
