//! `taskgroup`: waiting for tasks and all their descendants.

use crate::sys::sync::AtomicBool;
use std::cell::Cell;
use std::ptr;

use crate::engine::protocols::tasks::members::Members;
use crate::engine::records::task::Group;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::queue;
use crate::engine::tools;
use crate::engine::tools::events;

/// Begins a taskgroup in the calling thread's current task.
pub fn begin(t: &Thread) {
    enter(t, false);
    if tools::on() {
        events::group_begins(t);
    }
}

/// Begins the taskgroup of a construct with `reduction(task, …)`.
pub fn begin_implied(t: &Thread) {
    enter(t, true);
}

fn enter(t: &Thread, implied: bool) {
    let task = t.task();
    let group = Group {
        outer: task.group(),
        implied,
        members: Members::default(),
        owner: if task.is_tied() { t } else { ptr::null() },
        team: t.team.get(),
        cancelled: AtomicBool::new(false),
        reductions: Cell::new(ptr::null()),
    };
    let used = t.used_group.replace(ptr::null_mut());
    if used.is_null() {
        task.set_group(Box::into_raw(Box::new(group)));
    } else {
        // SAFETY: `end` has kept it, and nobody has used it since.
        unsafe { used.write(group) };
        task.set_group(used);
    }
}

/// Counts a task in the group that it is generated in.
pub fn join(group: *const Group) {
    // SAFETY: null, or the generating task's innermost group.
    if let Some(group) = unsafe { group.as_ref() } {
        group.members.join();
    }
}

/// Whether tasks of `group` can have copies of reduced variables.
pub fn reduces(mut group: *const Group) -> bool {
    // SAFETY: null, or a group of the current task, which lives until that ends it.
    while let Some(this) = unsafe { group.as_ref() } {
        if !this.reductions.get().is_null() {
            return true;
        }
        group = this.outer;
    }
    false
}

/// Tells `group` that a task of it has completed.
pub fn leave(group: *const Group) {
    // SAFETY: null, or a group that waits for this task.
    let Some(this) = (unsafe { group.as_ref() }) else { return };
    // Read first, because the group may be gone once the count is lowered.
    let (owner, team) = (this.owner, this.team);
    if this.members.leave() {
        queue::wake_runner(team, owner);
    }
}
