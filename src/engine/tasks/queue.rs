//! Where a task waits for a thread, and who is woken for it.

use std::ptr;

use crate::engine::ground::hook::Hook;
use crate::engine::protocols::wait;
use crate::engine::records::task::{Flags, TaskRef};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::sys::sync::Ordering;

/// Takes a task that is for hidden helpers, if there are any; `helpers` sets it with the first one.
pub static HAND_OVER: Hook<TaskRef, bool> = Hook::new();

/// Queues a task that has become ready. `t`: the calling thread.
pub fn queue_ready(t: Option<&'static Thread>, task: TaskRef) {
    if task.flags.get().has(Flags::HELPER) && HAND_OVER.call(task) == Some(true) {
        return;
    }
    let team = task.team();
    let tid = match t {
        Some(t) if ptr::eq(t.team.get(), team) => t.tid.get(),
        _ => 0,
    };
    queue(team, tid, task);
}

/// Queues a task with member `tid` of its team.
pub fn queue(team: &'static Team, tid: u32, task: TaskRef) {
    let idle = || idle_for(team, task);
    let who = match priority_of(task) {
        0 => team.slot(tid).deque.push(task, idle),
        priority => team.priorities.push(task, priority, idle),
    };
    if who != 0 {
        team.event.notify_of_task(who);
    }
}

/// The priority of a task that is queued, or is going to be.
pub fn priority_of(task: TaskRef) -> u32 {
    task.priority.get()
}

/// The sleepers that are to hear of a task which is being queued. It cannot be taken, so it and its ancestors are alive, while
/// this is asked.
#[inline]
pub fn idle_for(team: &Team, task: TaskRef) -> u32 {
    if team.event.has_sleepers() { whom_to_wake(team, task) } else { 0 }
}

/// Those of the team's sleepers who may run a task that is being queued. Of those who sleep inside a task it is only whoever
/// runs an ancestor of it.
#[cold]
fn whom_to_wake(team: &Team, task: TaskRef) -> u32 {
    if team.event.has_sleepers_for_any() {
        return wait::ANY_TASK;
    }
    let mut who = 0;
    let mut now = task;
    while !now.is_implicit() {
        now = now.generator();
        // SAFETY: null, or a thread, which is never freed.
        if let Some(runner) = unsafe { now.runner.load(Ordering::Relaxed).as_ref() } {
            who |= runner.task_sleeper.bits();
        }
    }
    who
}

/// Wakes `runner`, a member of `team`, if it sleeps; null: it can be any. What it waits for has been published by a
/// read-modify-write.
pub fn wake_runner(team: &Team, runner: *const Thread) {
    // SAFETY: null, or a thread, which is never freed.
    match unsafe { runner.as_ref() } {
        Some(runner) => runner.task_sleeper.wake(&team.event),
        None => team.event.notify_all(),
    }
}
