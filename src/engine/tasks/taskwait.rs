//! `taskwait`, for all children of the current task, or for those that `depend` names (OpenMP 5.2,
//! 15.5).

use crate::engine::records::task::Kind;
use crate::engine::records::task::{Task, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::depend::{Dependence, enter_graph, finish};
use crate::engine::tasks::scheduler;
use crate::engine::tools;
use crate::engine::tools::names::Sync;
use crate::engine::tools::{events, orders};

/// `taskwait`: waits for the current task's children.
#[inline(always)]
pub fn taskwait(t: &'static Thread) {
    if tools::on() {
        return wait_told(t);
    }
    wait_untold(t);
}

#[cold]
#[inline(never)]
fn wait_told(t: &'static Thread) {
    let region = events::sync_begins(t, Sync::Taskwait);
    wait_untold(t);
    events::sync_ends(t, region);
}

#[inline(always)]
fn wait_untold(t: &'static Thread) {
    let task = t.task();
    if task.counts.has_unfinished() {
        await_children(t, task);
    }
    task.forget_children();
}

#[inline(never)]
fn await_children(t: &'static Thread, task: &Task) {
    let counts = &task.counts;
    scheduler::wait(t, || !counts.has_unfinished(), || counts.announce_waiting(), || counts.cease_waiting());
}

/// Waits until the tasks that `dependences` name have completed: for an undeferred `task`, for
/// which later tasks wait in turn, or for the current task (`taskwait depend`).
pub fn await_all(t: &'static Thread, task: Option<TaskRef>, dependences: &[Dependence]) {
    // This task comes after all earlier ones, and later ones are not generated before it is over.
    // So an exclusive access is as good as `out`.
    let alone = |kind| if kind == Kind::Exclusive { Kind::Out } else { kind };
    let dependences = dependences.iter().map(|item| Dependence { kind: alone(item.kind), ..*item });
    // The node does not name the task. As soon as nothing is pending, the task may run, complete
    // and be freed, while the thread that finished the last dependence still looks.
    let node = enter_graph(t, None, task, dependences);
    if let Some(task) = task {
        task.set_node(&node);
    }
    if !node.registered() {
        scheduler::wait(t, || node.is_ready(), || node.announce(t), || {});
    }
    if tools::on() {
        orders::dependences_are_done(&node);
    }
    if task.is_none() {
        finish(Some(t), &node);
    }
}

/// To a tool, a task waits then that does nothing.
#[cold]
fn await_told(t: &'static Thread, dependences: &[Dependence]) {
    let waiting = events::taskwait_begins(t, dependences.iter().map(|item| (item.address, item.kind)));
    await_all(t, None, dependences);
    events::taskwait_ends(t, waiting);
}

/// As [`await_all`], for the current task. Its dependences are `read` only if any child is
/// unfinished.
pub fn await_for_current(t: &'static Thread, read: impl FnOnce() -> Vec<Dependence>) {
    if tools::on() {
        return await_told(t, &read());
    }
    if t.task().counts.has_unfinished() {
        await_all(t, None, &read());
    }
}
