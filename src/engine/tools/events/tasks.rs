//! Explicit tasks.

use std::ptr;

use super::{Address, Word};
use crate::engine::records::task::{Flags, Kind, Node, Task};
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::{Frame, TaskTools};
use crate::engine::tools::names::{Status, task};
use crate::engine::tools::orders;
use crate::engine::tools::trace;
use crate::sys::sync::Ordering;

/// `ompt_dependence_t`.
#[repr(C)]
struct Dependence {
    variable: u64,
    kind: u32,
}

/// The current task of `t` generates `new`, which `list` is about: addresses and what is done
/// there.
#[cold]
#[inline(never)]
pub fn task_created(t: &Thread, new: &Task, list: impl ExactSizeIterator<Item = (usize, Kind)>) {
    orders::task_is_there(new);
    super::enters_runtime(t);
    let tools = new.tools();
    let alone = t.is_alone() && !new.flags.get().has(Flags::DETACHABLE.with(Flags::HELPER));
    let flags = task::EXPLICIT | flags_of(new) | if alone { task::UNDEFERRED } else { 0 };
    tools.flags.set(flags);
    tools.chunk.set(t.tools.chunk.take());
    tools.generated_at.set(t.tools.caller.get().address);
    trace::task_created(t, new);
    create(t, tools, flags, list);
}

/// It has done so, and goes on.
#[cold]
#[inline(never)]
pub fn task_submitted(t: &Thread) {
    super::leaves_runtime(t);
}

fn create(t: &Thread, new: &TaskTools, flags: u32, list: impl ExactSizeIterator<Item = (usize, Kind)>) {
    let frame = &raw const t.task().tools().frame;
    let count = i32::try_from(list.len()).unwrap_or(i32::MAX);
    tell!(TaskCreate: (Word, *const Frame, Word, u32, i32, Address) =
        (super::task_data(t), frame, new.data.for_tool(), flags, i32::from(count > 0), super::address(t)));
    if count > 0 {
        let list: Vec<_> =
            list.map(|(address, kind)| Dependence { variable: address as u64, kind: kind_of(kind) }).collect();
        tell!(Dependences: (Word, *const Dependence, i32) = (new.data.for_tool(), list.as_ptr(), count));
    }
}

/// The current task has done an iteration of a doacross loop, or `waits` for one: its loop
/// variables.
#[cold]
#[inline(never)]
pub fn doacross(t: &Thread, waits: bool, variables: impl Iterator<Item = u64>) {
    const SOURCE: u32 = 5;
    const SINK: u32 = 6;
    let kind = if waits { SINK } else { SOURCE };
    let list: Vec<_> = variables.map(|variable| Dependence { variable, kind }).collect();
    tell!(Dependences: (Word, *const Dependence, i32) =
        (super::task_data(t), list.as_ptr(), i32::try_from(list.len()).unwrap_or(i32::MAX)));
}

/// A node of the graph of dependences is made, for `task`, or for a `taskwait` of the current one.
/// The data that a tool keeps with it live as long as the node.
#[cold]
#[inline(never)]
pub fn node_made(t: &Thread, node: &Node, task: Option<&Task>) {
    let tools = match task {
        Some(task) => task.tools(),
        None => Box::leak(Box::<TaskTools>::default()),
    };
    if task.is_none() {
        tools.data.set(t.tools.taskwait.get());
    }
    node.with_it.tools.set(tools);
}

/// `later` waits for `earlier`.
#[cold]
#[inline(never)]
pub fn dependence(earlier: &Node, later: &Node) {
    let [earlier, later] = [earlier, later].map(|node| node.with_it.tools.get());
    // SAFETY: null, or what lives as long as the nodes.
    if let (Some(earlier), Some(later)) = unsafe { (earlier.as_ref(), later.as_ref()) } {
        tell!(TaskDependence: (Word, Word) = (earlier.data.for_tool(), later.data.for_tool()));
    }
}

/// The current task begins to wait for what `list` names: a task of its own to tools.
#[cold]
#[inline(never)]
pub fn taskwait_begins(t: &Thread, list: impl ExactSizeIterator<Item = (usize, Kind)>) -> TaskTools {
    super::enters_runtime(t);
    let waiting = TaskTools::default();
    create(t, &waiting, task::TASKWAIT | task::UNDEFERRED | task::MERGEABLE, list);
    t.tools.taskwait.set(waiting.data.get());
    waiting
}

/// It has waited.
#[cold]
#[inline(never)]
pub fn taskwait_ends(t: &Thread, waiting: TaskTools) {
    schedule(waiting.data.for_tool(), Status::TaskwaitComplete, ptr::null_mut());
    super::leaves_runtime(t);
}

/// The current task is about to run another one because the program yields.
#[cold]
#[inline(never)]
pub fn yields(t: &Thread) {
    t.tools.yields.set(true);
}

/// The calling thread goes from its current task to `next`, which it begins or goes on with.
#[cold]
#[inline(never)]
pub fn task_begins(t: &Thread, next: &Task) {
    orders::task_begins(next);
    let tools = next.tools();
    let status = if t.tools.yields.replace(false) { Status::Yield } else { Status::Switch };
    schedule(super::task_data(t), status, tools.data.for_tool());
    tools.waits.set(t.tools.waits.replace(0));
    trace::task_begins(t, next, tools.generated_at.get());
    let (first, count) = tools.chunk.take();
    if count != 0 {
        super::taskloop_chunk_begins(next, first, count);
    }
}

/// How a task leaves its thread.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Its body is done.
    Done,
    /// Its body is done, or was never called, because what it belongs to was cancelled.
    Cancelled,
    /// It goes on later.
    GoesOn,
}

/// The task `now`, which is current, leaves its thread: the task below it on the stack goes on.
#[cold]
#[inline(never)]
pub fn task_ends(t: &Thread, now: &Task, end: End) {
    if end == End::GoesOn {
        orders::task_is_there(now);
    } else {
        orders::task_ends(Some(t), now);
    }
    let tools = now.tools();
    trace::task_ends(t, now, end != End::GoesOn);
    tools.frame.exit.set(0);
    t.tools.waits.set(tools.waits.get());
    let flags = now.flags.get();
    let status = if end == End::GoesOn {
        Status::Switch
    } else if end == End::Cancelled {
        Status::Cancel
    } else if is_detached(flags) && is_first(tools, TaskTools::DETACHED) {
        Status::Detach
    } else {
        Status::Complete
    };
    let below = now.resume_to();
    schedule(tools.data.for_tool(), status, below.tools().data.for_tool());
}

/// The event of a detachable task is about to be fulfilled.
#[cold]
#[inline(never)]
pub fn task_fulfilled(t: Option<&Thread>, of: &Task) {
    orders::task_ends(t, of);
    let tools = of.tools();
    let status = if is_first(tools, TaskTools::FULFILLED) { Status::EarlyFulfill } else { Status::LateFulfill };
    schedule(tools.data.for_tool(), status, ptr::null_mut());
}

/// Whether a task's body may end before the task does.
fn is_detached(flags: Flags) -> bool {
    let waits = flags.has(Flags::UNDEFERRED) && !flags.has(Flags::EVENT_LATER);
    flags.has(Flags::DETACHABLE) && !waits
}

/// Whether `what` comes first of the two ends of a detachable task.
fn is_first(tools: &TaskTools, what: u32) -> bool {
    tools.came.compare_exchange(0, what, Ordering::AcqRel, Ordering::Relaxed).is_ok()
}

fn schedule(prior: Word, status: Status, next: Word) {
    tell!(TaskSchedule: (Word, Status, Word) = (prior, status, next));
}

fn flags_of(new: &Task) -> u32 {
    let flags = new.flags.get();
    let pairs = [(Flags::UNDEFERRED, task::UNDEFERRED), (Flags::UNTIED, task::UNTIED), (Flags::FINAL, task::FINAL)];
    pairs.iter().filter(|(flag, _)| flags.has(*flag)).fold(0, |sum, (_, flag)| sum | flag)
}

/// `ompt_dependence_type_t`. Compilers do not tell `out` from `inout`: of an address it is the one
/// here, of all memory the other, as in libomp.
fn kind_of(kind: Kind) -> u32 {
    match kind {
        Kind::In => 1,
        Kind::Out => 3,
        Kind::Exclusive => 4,
        Kind::Set => 7,
        Kind::All => 34,
    }
}
