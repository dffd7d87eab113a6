//! The task scheduler: which thread runs which task, and what waiting threads do meanwhile.
//!
//! A thread that waits in a barrier runs any task of its team. A thread that waits inside a task
//! (`taskwait`, the end of a `taskgroup`, `taskyield`) may begin a tied task only if that descends
//! from every tied task that the thread has begun and not finished (OpenMP 5.2, 12.9). Otherwise a
//! suspended task could hold a lock that the new task wants. It is enough to look at the innermost
//! of the begun tasks, because it descends from the others.
//!
//! The specification lets a thread begin any untied task. But a tied child that such a task waits
//! for would be forbidden to the thread. So the same rule is applied to untied tasks, and a waiting
//! thread may run everything that it waits for.

use crate::engine::ground::request::Body;
use std::cell::Cell;

use crate::engine::ground::hook::Hook;
use crate::engine::ground::settings;
use crate::engine::protocols::tasks::deque::Deque;
use crate::engine::protocols::wait::{self, Calls};
use crate::engine::records::fork_notice;
use crate::engine::records::task::{Flags, Task, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tasks::finish::complete;
use crate::engine::tasks::queue::{idle_for, priority_of, queue};
use crate::engine::tasks::{depend, memory};
use crate::engine::tools;
use crate::engine::tools::events::{self, End};
use crate::engine::tools::{frames, orders};
use crate::sys::clock;

/// Looks after tasks that the parent's hidden helpers had, in a forked child; whether there were
/// any. `helpers` sets this.
pub static RECOVER: Hook<&'static Thread, bool> = Hook::new();

/// To be called before the calling thread generates a task.
#[inline]
pub fn begin_phase(t: &Thread) {
    let team = t.team.get();
    team.phases.begin(t.phase.get(), &team.go.signal, &team.go.rung);
}

/// With this many tasks in its deque a thread runs new ones itself. So memory stays bounded, and
/// there are enough tasks for others to take.
const ENOUGH: u32 = 256;

/// In a large team, the number of tasks with priorities that are enough for each thread.
const ENOUGH_FOR_EACH: u32 = 8;

/// Deeper than this no thread runs tasks within those that generated them. Each takes a piece of
/// the stack, and a chain in which each task generates the next one can be of any length.
const DEEPEST: u32 = 256;

/// Whether the calling thread runs at once what it generates now without a priority.
#[inline]
pub fn runs_at_once(t: &Thread) -> bool {
    runs_all_at_once(t)
        || t.slot.get().deque.length() >= ENOUGH
            && !is_deep(t)
            && settings::get_if_read().is_none_or(|settings| settings.task_throttling)
}

/// Outside of regions no barrier may follow, at which a task that is queued would be run.
#[inline]
fn is_deep(t: &Thread) -> bool {
    t.nested.get() >= DEEPEST && t.team.get().parent.get().is_some()
}

/// Does what runs a task within the one that has just generated it.
#[inline(always)]
pub fn nest(t: &Thread, run_it: impl FnOnce()) {
    t.nested.set(t.nested.get() + 1);
    run_it();
    t.nested.set(t.nested.get() - 1);
}

/// Whether the calling thread is alone in its team and runs all tasks at once that have no priority
/// and no event: nothing is left that could go first.
#[inline]
pub fn runs_all_at_once(t: &Thread) -> bool {
    t.is_alone() && t.team.get().priorities.is_empty() && !is_deep(t)
}

/// Queues a task that the calling thread has just generated, or runs it.
#[inline]
pub fn offer(t: &'static Thread, task: TaskRef) {
    let priority = priority_of(task);
    if priority > 0 {
        offer_prior(t, task, priority);
    } else if runs_at_once(t) {
        nest(t, || run(t, task));
    } else {
        queue(t.team.get(), t.tid.get(), task);
    }
}

/// As [`offer`], for a task with a priority. If there are enough of them, this runs the most
/// important one at hand that descends from the current task, as the new one does. So tasks are not
/// nested on the stack deeper than they were generated.
fn offer_prior(t: &'static Thread, task: TaskRef, priority: u32) {
    let team = t.team.get();
    let enough =
        if settings::get().task_throttling { ENOUGH.max(ENOUGH_FOR_EACH * t.nthreads.get()) } else { u32::MAX };
    let allowed = |other| descends(other, Some(t.task_ref()));
    let added = team.priorities.push_or_trade(task, priority, enough, allowed, || idle_for(team, task));
    if let Some(who) = added.idle.filter(|who| *who != 0) {
        team.event.notify_of_task(who);
    }
    if let Some(task) = added.now {
        run(t, task);
    }
}

/// The tasks that a waiting thread may run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Eligible {
    /// Any task of the team: the thread waits in a barrier.
    Any,
    /// Descendants of every tied task that the thread has begun: it waits inside a task.
    Descendants,
}

/// The most deques that a quick look asks. The next one goes on behind them.
const MOST_VICTIMS: u32 = 8;

/// How hard a thread looks for a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It will look again soon. It passes over deques that another thread is using, and perhaps
    /// over tasks behind one that it may not run.
    Quick,
    /// It is about to sleep. It misses no task that it may run.
    Thorough,
}

/// Takes a task that the calling thread may run now. `refused`: the tasks with a priority at which
/// it has looked in vain during this wait ([`Priorities::search`]).
///
/// [`Priorities::search`]: crate::engine::protocols::tasks::priorities::Priorities::search
fn find(t: &Thread, eligible: Eligible, look: Look, refused: &Cell<u64>) -> Option<TaskRef> {
    let team = t.team.get();
    let tied = t.tied.get();
    let allowed = |task| eligible == Eligible::Any || descends(task, tied);
    // A last look takes the lock in any case, because a thread that adds a task asks for sleepers
    // under it.
    let prior = match (eligible, look) {
        (Eligible::Any, Look::Thorough) => team.priorities.pop(),
        (Eligible::Any, Look::Quick) => team.priorities.pop_if_any(),
        (Eligible::Descendants, _) => team.priorities.search(refused, look == Look::Thorough, allowed),
    };
    if prior.is_some() {
        return prior;
    }
    let own = &t.slot.get().deque;
    if let Some(task) = own.pop(allowed) {
        return Some(task);
    }
    if look == Look::Quick && !t.steal_policy.may_take() {
        return None;
    }
    let n = t.nthreads.get();
    let mut victim = t.victim.get();
    let victims = if look == Look::Thorough { n } else { n.min(MOST_VICTIMS) };
    for _ in 0..victims {
        if victim >= n {
            victim = 0;
        }
        let deque = &team.slot(victim).deque;
        let found = if look == Look::Thorough {
            deque.search(allowed)
        } else if victim != t.tid.get() {
            steal(t, deque, own, allowed)
        } else {
            None
        };
        if found.is_some() {
            t.victim.set(victim);
            return found;
        }
        victim += 1;
    }
    if look == Look::Quick && n > MOST_VICTIMS {
        t.victim.set(victim);
        t.steal_policy.found_none(t.tid.get(), n);
    }
    None
}

type Queue = Deque<TaskRef>;

fn steal(t: &Thread, from: &Queue, own: &Queue, allowed: impl Fn(TaskRef) -> bool) -> Option<TaskRef> {
    let event = &t.team.get().event;
    let began = t.steal_policy.measures().then(clock::ticks);
    let (task, moved, who) = from.steal(own, t.steal_policy.batch(), allowed, |task| idle_for(t.team.get(), task))?;
    t.steal_policy.took(moved + 1, began);
    if who != 0 {
        event.notify_of_task(who);
    }
    Some(task)
}

/// Whether `task` descends from `ancestor`; true if there is no `ancestor`.
fn descends(task: TaskRef, ancestor: Option<TaskRef>) -> bool {
    let Some(ancestor) = ancestor else { return true };
    let depth = ancestor.depth.get();
    let mut now = task;
    while now.depth.get() > depth {
        now = now.generator();
    }
    now == ancestor
}

/// Runs a task.
pub fn run(t: &'static Thread, task: TaskRef) {
    // A later part of an untied task goes on with the things that it has taken for itself alone.
    let begins = task.runner().is_null();
    if begins && !depend::enter(task) {
        return;
    }
    if begins && cancel::discards(&task) {
        task.become_discarded();
        if tools::on() {
            events::task_discarded(&task);
        }
    }
    if tools::on() { execute_told(t, task) } else { execute::<false>(t, task) }
}

#[cold]
#[inline(never)]
fn execute_told(t: &'static Thread, task: TaskRef) {
    execute::<true>(t, task);
}

/// Calls the body of a task, and ends it. `TOLD`: whether a tool is told.
#[inline(always)]
fn execute<const TOLD: bool>(t: &'static Thread, task: TaskRef) {
    if TOLD {
        enter(t, task);
        call(task);
    } else {
        enter_untold(t, task);
        if let Some(body) = body_of(task) {
            // SAFETY: the promise of who generated the task.
            unsafe { body(task.data()) };
        }
    }
    if let Some(resume) = t.take_requeued() {
        // Another thread may have the task already. Only its frame on this stack is left here.
        t.resume(resume);
        return;
    }
    if TOLD {
        go_back(t, &task);
    } else {
        go_back_untold(t, &task);
    }
    body_done(t, task);
}

/// Calls the body of a task, the calling thread's current one.
#[inline]
pub fn call(task: TaskRef) {
    if let Some(body) = body_of(task) {
        // SAFETY: the promise of who generated the task.
        unsafe { frames::call(body, task.data()) };
    }
}

/// The body of a task, if it is to be called.
#[inline(always)]
fn body_of(task: TaskRef) -> Option<Body> {
    let flags = task.flags.get();
    task.body().filter(|_| !flags.has(Flags::DISCARDED) || flags.has(Flags::CLEANS_UP))
}

/// Makes `task` the calling thread's current one.
#[inline(always)]
pub fn enter(t: &'static Thread, task: TaskRef) {
    if tools::on() {
        events::task_begins(t, &task);
    }
    enter_untold(t, task);
}

/// The same without telling a tool.
#[inline(always)]
pub fn enter_untold(t: &'static Thread, task: TaskRef) {
    task.run_by(t);
    t.begin(task);
}

/// Leaves the current task, whose body is done. The task below it on the stack goes on.
#[inline(always)]
pub fn leave(t: &'static Thread, task: TaskRef) {
    go_back(t, &task);
    body_done(t, task);
}

/// Makes the task below the current one on the stack the current one.
#[inline(always)]
pub fn go_back(t: &Thread, task: &Task) {
    if tools::on() {
        let end = if cancel::discards(task) { End::Cancelled } else { End::Done };
        events::task_ends(t, task, end);
    }
    go_back_untold(t, task);
}

/// The same without telling a tool.
#[inline(always)]
pub fn go_back_untold(t: &Thread, task: &Task) {
    t.resume(task.resume_point());
}

/// Ends a task whose body is done. A detachable task completes only if its event is fulfilled
/// already.
#[inline(always)]
fn body_done(t: &'static Thread, task: TaskRef) {
    // This thread has just run it, and nobody else completes it before the event says that the body
    // is done.
    let flags = task.flags.get();
    if flags.has(Flags::UNCOUNTED) {
        // SAFETY: nobody waits for it, and it has no children: a child that could be left would
        // have made it a counted task.
        unsafe { memory::free(Some(t), task) };
    } else if flags.has(Flags::DETACHABLE) {
        detachable_body_done(t, task);
    } else {
        complete(Some(t), task);
    }
}

#[inline(never)]
fn detachable_body_done(t: &'static Thread, task: TaskRef) {
    let flags = task.flags.get();
    if flags.is_abandoned() {
        // The runtime fulfils its event, because perhaps its body was to do so.
        task.event.close();
    } else if flags.has(Flags::UNDEFERRED) && !flags.has(Flags::EVENT_LATER) {
        // The generating thread waits for the event too.
        wait(t, || task.event.is_fulfilled(), || {}, || {});
        if tools::on() {
            orders::has_come(task.as_ptr());
        }
    } else {
        // The thread that fulfils the event completes the task, and reads the plain counts. So this
        // thread leaves them alone from here on.
        task.leave_to_event();
        if !task.event.body_done() {
            return;
        }
    }
    complete(Some(t), task);
}

/// Puts the running part of an untied task back into the queue; its body returns right after this.
pub fn requeue(t: &'static Thread, task: TaskRef) {
    t.requeued_at(task.resume_point());
    if tools::on() {
        events::task_ends(t, &task, End::GoesOn);
    }
    queue(t.team.get(), t.tid.get(), task);
}

/// Waits inside a task until `finished` holds, and runs other tasks meanwhile. Before the thread
/// sleeps it calls `announce`: from then on the thread that makes `finished` hold wakes it. After
/// the sleep it calls `retract`.
pub fn wait(t: &'static Thread, finished: impl Fn() -> bool, announce: impl Fn(), retract: impl Fn()) {
    wait_and_run(t, Eligible::Descendants, finished, announce, retract);
}

/// Waits in a barrier until `finished` holds. The thread that makes it hold notifies the team's
/// event.
pub fn wait_at_barrier(t: &'static Thread, finished: impl Fn() -> bool) {
    // A task that is suspended in a barrier does not restrict which tasks may begin.
    t.unrestrained(|| wait_and_run(t, Eligible::Any, finished, || {}, || {}));
}

/// Of this many looks of a waiting thread, one is thorough.
const SELDOM: u32 = 256;

fn wait_and_run(
    t: &'static Thread,
    eligible: Eligible,
    finished: impl Fn() -> bool,
    announce: impl Fn(),
    retract: impl Fn(),
) {
    let team = t.team.get();
    let found = Cell::new(None);
    let (looks, refused) = (Cell::new(0_u32), Cell::new(0));
    let calls = Calls::at(&team.event);
    let any = eligible == Eligible::Any;
    let look = |look| {
        // A thread that never sleeps would otherwise never find tasks that lie behind others which
        // it may not run.
        looks.set(looks.get().wrapping_add(1));
        let look = if !any && looks.get().is_multiple_of(SELDOM) { Look::Thorough } else { look };
        let worthwhile = || {
            let thorough = look == Look::Thorough;
            thorough || any || !team.priorities.is_empty() || !t.is_alone() || t.slot.get().deque.length() > 0
        };
        if found.get().is_none() && worthwhile() {
            found.set(find(t, eligible, look, &refused));
        }
        found.get().is_some()
    };
    let run_found = || {
        let task = found.take();
        if let Some(task) = task {
            calls.answer();
            run(t, task);
            t.steal_policy.ran();
        }
        task.is_some()
    };
    while !finished() {
        if look(Look::Quick) && run_found() {
            continue;
        }
        if fork_notice::noticed(t) || RECOVER.call(t) == Some(true) {
            continue;
        }
        if team.orphaned.get() && !look(Look::Thorough) {
            // The tasks that are left belonged to threads that vanished in a fork.
            return;
        }
        t.barriers.wait(
            || finished() || look(Look::Quick),
            || {
                let ready = || finished() || look(Look::Thorough);
                if any {
                    return sleep_in_barrier(t, &calls, &finished, ready);
                }
                let rung = t.task_sleeper.sleep(&team.event, t.tid.get(), &announce, ready);
                retract();
                rung
            },
        );
        run_found();
    }
}

/// Sleeps until `ready` holds, which is also so if there is a new task; or only until `finished`,
/// if calls for tasks do not pay. Returns the time at which a waker last found somebody asleep.
fn sleep_in_barrier(t: &Thread, calls: &Calls, finished: impl Fn() -> bool, ready: impl Fn() -> bool) -> u64 {
    let (event, tid) = (&t.team.get().event, t.tid.get());
    let quiet = t.steal_policy.quiet_time(clock::nanos());
    let rung = if quiet.is_some() {
        event.sleep_for(wait::sleeper(tid, false), quiet, finished)
    } else {
        calls.sleep(wait::sleeper(tid, true), ready)
    };
    t.steal_policy.wakes(clock::nanos());
    rung
}

/// `taskyield`: runs a task if there is one that may be run.
pub fn taskyield(t: &'static Thread) {
    let team = t.team.get();
    // A look at a word that hardly ever changes: usually no task has been generated since the last
    // barrier.
    let none = if t.is_alone() {
        t.slot.get().deque.length() == 0 && team.priorities.is_empty()
    } else {
        team.phases.has_none(t.phase.get())
    };
    if none {
        return;
    }
    if let Some(task) = find(t, Eligible::Descendants, Look::Quick, &Cell::new(0)) {
        if tools::on() {
            events::yields(t);
        }
        run(t, task);
    }
}

/// Runs tasks of the region that a docked worker has come to the end of, until all of them are
/// done. `number`: the region's last barrier.
pub fn help(t: &'static Thread, number: u32) {
    let phases = &t.team.get().phases;
    phases.help(|| wait_at_barrier(t, || phases.is_over(number)));
}

/// A body that the engine itself gives to a task.
pub const NOTHING: Body = nothing;

unsafe extern "C-unwind" fn nothing(_: *mut std::ffi::c_void) {}
