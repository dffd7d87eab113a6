//! Queueing: a task waits for a thread, and a sleeper is woken for it.

use std::ptr;

use crate::engine::ground::hook::Hook;
use crate::engine::protocols::wait;
use crate::engine::records::task::{Flags, TaskRef};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;

/// Takes a task for the hidden helpers, if there are any; `helpers` sets this at the start.
pub static HAND_OVER: Hook<TaskRef, bool> = Hook::new();

/// Queues a task that has become ready. `t`: the calling thread, if the runtime knows it.
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
    task.priority()
}

/// The sleepers that must hear of a task which is being queued. To be called under the lock of the
/// queue: so nobody takes the task meanwhile, and it and its ancestors are alive.
#[inline]
pub fn idle_for(team: &Team, task: TaskRef) -> u32 {
    if team.event.has_sleepers() { whom_to_wake(team, task) } else { 0 }
}

/// The sleepers of the team that may run a task which is being queued. A thread that sleeps inside
/// a task may run it only if that task is an ancestor of it.
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
        if let Some(runner) = unsafe { now.runner().as_ref() } {
            who |= runner.task_sleeper.bits();
        }
    }
    who
}

/// Wakes `runner`, a member of `team`, if it sleeps; null: wakes all members, because any of them
/// may be meant. The caller has published the event by a read-modify-write.
pub fn wake_runner(team: &Team, runner: *const Thread) {
    // SAFETY: null, or a thread, which is never freed.
    match unsafe { runner.as_ref() } {
        Some(runner) => runner.task_sleeper.wake(&team.event),
        None => team.event.notify_all(),
    }
}
