//! What a tool may ask, at any time, also in a signal's handler: nothing here takes a lock or
//! memory (OpenMP 5.2, 19.6).

use std::ptr;

use crate::engine::records::task::{Task, TaskRef};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::TaskTools;
use crate::engine::tools::names::{state, task};
use crate::sys::sync::unmodelled::{AtomicU64, Ordering};

/// Bits of a unique number that count the numbers of one thread; those above are the thread's.
const COUNT_BITS: u32 = 40;

/// A number that nobody else gets, above 0.
pub fn unique_id(t: Option<&Thread>) -> u64 {
    /// Of threads that the runtime does not know.
    static OTHERS: AtomicU64 = AtomicU64::new(1);
    let Some(t) = t else { return OTHERS.fetch_add(1, Ordering::Relaxed) };
    let count = t.tools.ids.get() + 1;
    t.tools.ids.set(count);
    u64::from(t.gtid + 1) << COUNT_BITS | count
}

/// The state of a thread, and what it waits for (`ompt_get_state`).
pub fn thread_state(t: Option<&Thread>) -> (u32, u64) {
    let Some(t) = t.filter(|t| t.tools.begun.get()) else { return (state::UNDEFINED, 0) };
    match t.tools.waits.get() {
        0 if t.team.get().level.get() > 0 => (state::WORK_PARALLEL, 0),
        0 => (state::WORK_SERIAL, 0),
        waits if (state::WAIT_LOCK..=state::WAIT_ORDERED).contains(&waits) => (waits, t.tools.wait_id.get()),
        waits => (waits, 0),
    }
}

/// A region that a thread is in: the innermost one at level 0, those around it behind that.
pub fn region(t: &Thread, level: u32) -> Option<&'static Team> {
    let mut team = t.team.get();
    for _ in 0..level {
        team = team.parent.get()?;
    }
    Some(team)
}

/// A task that a thread is in, as tools see it.
pub struct Found {
    pub flags: u32,
    /// `None`: the tool was never told of the task.
    pub tools: Option<&'static TaskTools>,
    pub team: &'static Team,
    /// The thread's number in the team.
    pub tid: u32,
    pub task: TaskRef,
}

/// The current task of `t` at level 0; behind that those that generated it or met its region.
pub fn task(t: &Thread, level: u32) -> Option<Found> {
    let (mut now, mut tid) = (t.task_ref(), t.tid.get());
    for _ in 0..level {
        let this = now;
        let team = this.team();
        let parent = this.parent.get()?;
        now = parent;
        if this.is_implicit() {
            tid = team.parent_tid.get();
        } else if let Some(number) = number_of_runner(&parent) {
            tid = number;
        }
    }
    let this = now;
    let tools = ptr::NonNull::new(this.block.next.get().cast::<TaskTools>().cast_mut());
    // SAFETY: a block in use has this there.
    let tools = tools.map(|tools| unsafe { tools.as_ref() });
    let kind = if this.is_implicit() { task::IMPLICIT } else { task::EXPLICIT };
    let flags = tools.map_or(kind, |tools| tools.flags.get());
    Some(Found { flags, tools, team: this.team(), tid, task: this })
}

/// The number, in the team of a task, of the thread that runs it; `None` if nobody does, or if it has gone
/// on to regions further inside.
fn number_of_runner(task: &Task) -> Option<u32> {
    // SAFETY: threads are never freed.
    let runner = unsafe { task.runner.load(Ordering::Relaxed).as_ref() }?;
    ptr::eq(runner.team.get(), task.team()).then(|| runner.tid.get())
}
