//! The end of tasks.

use std::ptr;

use crate::engine::protocols::tasks::counts;
use crate::engine::protocols::tasks::counts::{Counts, Kin};
use crate::engine::protocols::tasks::event::Found;
use crate::engine::records::task::Flags;
use crate::engine::records::task::{Group, Task, TaskRef};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::group;
use crate::engine::tasks::{depend, memory, queue};
use crate::engine::tools;
use crate::engine::tools::events;

/// The addressee of the news that a task's children are done.
pub struct Listener {
    team: &'static Team,
    /// The thread that runs the task; null: the task may move to another thread before it waits.
    runner: *const Thread,
}

impl Kin for TaskRef {
    /// The calling thread, if the runtime knows it: any thread may fulfil an event.
    type Caller = Option<&'static Thread>;
    type Group = Group;
    type Listener = Listener;

    #[inline]
    fn counts(&self) -> &Counts {
        &self.counts
    }

    #[inline]
    fn parent(self) -> TaskRef {
        self.generator()
    }

    #[inline]
    fn member_of(self) -> *const Group {
        Task::member_of(&self)
    }

    fn is_implicit(self) -> bool {
        (*self).is_implicit()
    }

    #[inline]
    fn is_run_by(self, t: Option<&'static Thread>) -> bool {
        t.is_some_and(|t| ptr::eq(self.runner(), t)) && self.is_tied()
    }

    fn listener(self) -> Listener {
        let runner = if self.may_change_thread() { ptr::null() } else { self.runner() };
        Listener { team: self.team(), runner }
    }

    #[inline]
    fn leave(group: *const Group) {
        group::leave(group);
    }

    fn wake(listener: Listener) {
        queue::wake_runner(listener.team, listener.runner);
    }

    fn quieten(listener: Listener) {
        let team = listener.team;
        team.phases.quieten(&team.event, || team.cancel.has_region());
    }

    #[inline]
    fn free(t: Option<&'static Thread>, task: TaskRef) {
        // The program may still fulfil the event of a task that was discarded.
        if !task.flags.get().is_abandoned() {
            // SAFETY: `counts` frees a task once: when it has completed and its children are freed.
            unsafe { memory::free(t, task) };
        }
    }
}

/// Completes a task, whose body is done and whose event, if it has one, is fulfilled. Releases the
/// tasks that depend on it, tells its taskgroup and its parent, and frees it unless children are
/// left.
///
/// `t`: the calling thread, if the runtime knows it.
#[inline(never)]
pub fn complete(t: Option<&'static Thread>, task: TaskRef) {
    if let Some(node) = task.node() {
        depend::release(t, node);
    }
    counts::end(t, task);
}

/// Fulfils the event of a detachable task (OpenMP 5.2, 18.11.1). Any thread may do so, at any time,
/// but only once.
///
/// # Safety
/// `task` must be a detachable task whose event the program has not fulfilled.
pub unsafe fn fulfil(t: Option<&'static Thread>, task: TaskRef) {
    let (team, runner) = (task.team(), task.runner());
    let flags = task.flags.get();
    let undeferred = flags.has(Flags::UNDEFERRED) && !flags.has(Flags::EVENT_LATER);
    if tools::on() {
        events::task_fulfilled(t, &task);
    }
    match task.event.fulfil() {
        // The task was discarded.
        Found::Fulfilled => {}
        _ if undeferred => queue::wake_runner(team, runner),
        Found::Finished => complete(t, task),
        Found::Unfinished => {}
    }
}
