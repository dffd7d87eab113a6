//! `taskgroup`: waiting for tasks and all their descendants.

use crate::sys::sync::AtomicBool;
use std::cell::Cell;
use std::ptr;

use super::members::Members;
use super::reduction::{self, Reductions};
use super::schedule;
use crate::engine::team::Team;
use crate::engine::thread::Thread;

/// A taskgroup region.
pub struct Group {
    /// The group around it.
    pub outer: *const Group,
    /// Whether it belongs to a region, loop, sections or scope with `reduction(task, …)`. The program sees no taskgroup there.
    implied: bool,
    members: Members,
    /// The thread that ends the group; null if that can be another than began it.
    owner: *const Thread,
    team: &'static Team,
    /// Whether the group was cancelled: its tasks that have not begun are discarded.
    pub cancelled: AtomicBool,
    /// What the group reduces; set before its first task is generated.
    pub reductions: Cell<*const Reductions>,
}

impl Group {
    /// The group that a `cancel taskgroup` in this one is about.
    pub fn to_cancel(&self) -> &Self {
        // SAFETY: the group around this one lives longer.
        let outer = unsafe { self.outer.as_ref() };
        outer.filter(|_| self.implied).unwrap_or(self)
    }
}

/// Begins a taskgroup in the calling thread's current task.
pub fn begin(t: &Thread) {
    enter(t, false);
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
        // SAFETY: kept by `end`, and nobody's since.
        unsafe { used.write(group) };
        task.set_group(used);
    }
}

/// Ends the innermost taskgroup: waits for its tasks.
pub fn end(t: &'static Thread) {
    let task = t.task();
    let pointer = task.group();
    // SAFETY: a group lives until its own task ends it, which is here.
    let Some(group) = (unsafe { pointer.as_ref() }) else { return };
    let members = &group.members;
    schedule::wait(t, || members.are_gone(), || members.announce_waiting(), || members.cease_waiting());
    reduction::conclude(group.reductions.get());
    task.set_group(group.outer);
    let used = t.used_group.replace(pointer.cast_mut());
    if !used.is_null() {
        // SAFETY: made by `enter`; its last task has left it.
        drop(unsafe { Box::from_raw(used) });
    }
}

/// A task joins the group that it is generated in.
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

/// A task of `group` has completed.
pub fn leave(group: *const Group) {
    // SAFETY: null, or a group that waits for this task.
    let Some(this) = (unsafe { group.as_ref() }) else { return };
    // The group may be gone when the count is lowered.
    let (owner, team) = (this.owner, this.team);
    if this.members.leave() {
        schedule::wake_runner(team, owner);
    }
}
