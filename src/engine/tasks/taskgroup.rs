//! The end of a `taskgroup` (OpenMP 5.2, 15.4).

use crate::engine::records::thread::Thread;
use crate::engine::tasks::{reduction, scheduler};
use crate::engine::tools;
use crate::engine::tools::{events, orders};

/// Ends the innermost taskgroup: waits for its tasks.
pub fn end(t: &'static Thread) {
    let task = t.task();
    let pointer = task.group();
    // SAFETY: a group lives until its own task ends it, here.
    let Some(group) = (unsafe { pointer.as_ref() }) else { return };
    let members = &group.members;
    let told = if tools::on() && !group.implied { Some(events::group_waits(t)) } else { None };
    scheduler::wait(t, || members.are_gone(), || members.announce_waiting(), || members.cease_waiting());
    if tools::on() {
        orders::group_is_done(group);
    }
    reduction::conclude(group.reductions.get());
    task.set_group(group.outer);
    if let Some(told) = told {
        events::sync_ends(t, told);
    }
    let used = t.used_group.replace(pointer.cast_mut());
    if !used.is_null() {
        // SAFETY: made by `enter`; its last task has left it.
        drop(unsafe { Box::from_raw(used) });
    }
}
