//! The questions that a tool may ask at any time, also in a signal handler: nothing here takes a
//! lock or memory (OpenMP 5.2, 19.6).

use std::ptr;

use crate::engine::records::task::TaskRef;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::TaskTools;
use crate::engine::tools::names::{state, task};
use crate::sys::sync::unmodelled::{AtomicU64, Ordering};

/// Bits of a unique number that count the numbers of one thread; those above are the thread's.
const COUNT_BITS: u32 = 40;

/// The number of the first thread in that part: so those of most programs have as many digits, and
/// people can sort them.
const FIRST: u32 = 128;

/// A number that nobody else gets, above 0.
pub fn unique_id(t: Option<&Thread>) -> u64 {
    /// Of threads that the runtime does not know.
    static OTHERS: AtomicU64 = AtomicU64::new(1);
    let Some(t) = t else { return OTHERS.fetch_add(1, Ordering::Relaxed) };
    let count = t.tools.ids.get() + 1;
    t.tools.ids.set(count);
    u64::from(t.gtid + FIRST) << COUNT_BITS | count
}

/// The state of a thread, and what it waits for (`ompt_get_state`).
pub fn thread_state(t: Option<&Thread>) -> (u32, u64) {
    let Some(t) = t.filter(|t| t.tools.begun.get()) else { return (state::WORK_SERIAL, 0) };
    match t.tools.waits.get() {
        0 if t.team.get().level.get() > 0 => (state::WORK_PARALLEL, 0),
        0 => (state::WORK_SERIAL, 0),
        waits if (state::WAIT_LOCK..=state::WAIT_ORDERED).contains(&waits) => (waits, t.tools.wait_id.get()),
        waits => (waits, 0),
    }
}

/// A region that a thread is in: the innermost one at level 0, those around it behind that. Returns
/// a tool's word of it, and the size of its team; of a league, how many teams it has.
pub fn region(t: &Thread, level: u32) -> Option<(*mut u64, u32)> {
    let mut team = t.team.get();
    let mut left = level;
    loop {
        if !team.tools.hidden.get() {
            let of_league = team.tools.league.get();
            if of_league.word.is_null() || of_league.tells_inner {
                if left == 0 {
                    return Some((team.tools.word(), team.size.get()));
                }
                left -= 1;
            }
            if !of_league.word.is_null() {
                if left == 0 {
                    return Some((team.tools.initial_word(), team.league.get().teams));
                }
                left -= 1;
            }
        }
        team = team.parent.get()?;
    }
}

/// A task that a thread is in, as tools see it.
pub struct Found {
    pub flags: u32,
    /// A tool's word of the region that it is in.
    pub region: *mut u64,
    /// The thread's number in the team.
    pub tid: u32,
    pub task: TaskRef,
    /// A tool's data about the task; null: the tool was never told of it.
    pub tools: *const TaskTools,
}

/// The data of the implicit task of `t` in its team: also if the team is at its next region, and
/// the worker has not told so far that it has come to the end of the one before.
pub fn implicit(t: &Thread) -> &TaskTools {
    if t.tid.get() == 0 { t.slot.get().task.tools() } else { &t.tools.implicit }
}

/// The current task of `t` at level 0; behind that those that it is executed within, on this thread
/// and on those that met the regions around.
pub fn task(t: &Thread, level: u32) -> Option<Found> {
    let (mut now, mut tid) = (t.task_ref(), t.tid.get());
    let mut left = level;
    loop {
        // The regions of those who execute a league are nobody's business.
        let is_hidden = now.is_implicit() && now.team().tools.hidden.get();
        if !is_hidden {
            if left == 0 {
                break;
            }
            left -= 1;
            let of_team = &now.team().tools;
            if now.is_implicit() && of_team.league.get().tells_inner {
                if left == 0 {
                    let (_, index) = of_team.initial.place.get();
                    let region = of_team.initial_word();
                    let tools = &raw const of_team.initial;
                    return Some(Found { flags: task::INITIAL, region, tid: index, task: now, tools });
                }
                left -= 1;
            }
        }
        if now.is_implicit() {
            tid = now.team().parent_tid.get();
            now = now.parent.get()?;
        } else {
            now = now.resume_to();
        }
    }
    let kind = if now.is_implicit() { task::IMPLICIT } else { task::EXPLICIT };
    let is_workers = now.is_implicit() && t.tid.get() != 0 && ptr::eq(now.team(), t.team.get());
    let tools = if is_workers { Some(&t.tools.implicit) } else { now.tools_if_any() };
    let flags = tools.map_or(kind, |tools| tools.flags.get());
    let tools = tools.map_or(ptr::null(), ptr::from_ref);
    Some(Found { flags, region: now.team().tools.word(), tid, task: now, tools })
}
