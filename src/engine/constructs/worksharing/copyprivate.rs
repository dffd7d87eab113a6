//! `copyprivate`: the member that executed a `single` hands its variables to the others.

use crate::sys::sync::Ordering;
use std::ffi::c_void;

use crate::engine::constructs::barrier;
use crate::engine::constructs::barrier::cancelled;
use crate::engine::constructs::worksharing::await_others;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tools::{self, orders};

/// Publishes `data` and waits until the others can read it. They copy until the barrier that
/// follows.
pub fn publish(t: &'static Thread, data: *mut c_void) {
    let singles = &t.team.get().singles;
    if tools::on() {
        orders::goes(&raw const singles.data);
    }
    singles.data.store(data, Ordering::Relaxed);
    // A read-modify-write, because the event that is notified next needs a full barrier before it.
    singles.published.swap(t.slot.get().furthest().single, Ordering::AcqRel);
    if cancel::is_region_cancelled(t) {
        t.team.get().event.notify_all();
    }
    meet(t);
    cancelled::await_copies(t);
}

/// Waits until the executing member has published its data, and returns it.
pub fn receive(t: &'static Thread) -> *mut c_void {
    meet(t);
    let team = t.team.get();
    let singles = &team.singles;
    if cancel::is_region_cancelled(t) {
        // The barrier has not waited then. But the member that executes the block comes to its end.
        let number = t.slot.get().furthest().single;
        // The member may have published a later one since.
        let ready = || singles.published.load(Ordering::Acquire).wrapping_sub(number) as i32 >= 0;
        await_others(t, &team.event, ready);
        if tools::on() {
            orders::has_come(&raw const singles.data);
        }
    }
    singles.data.load(Ordering::Relaxed)
}

/// The barrier between the block and the copying.
fn meet(t: &'static Thread) {
    let number = t.phase.get();
    if tools::on() {
        orders::arrives(t, number);
    }
    barrier::meet(t);
    if tools::on() {
        orders::goes_on(t, number);
    }
}
