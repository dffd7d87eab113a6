//! The orders that the constructs make between threads, told to the race detector that the program
//! was built with ([`sanitizer`]). To be called with [`on`](crate::engine::tools::on) true.
//!
//! A thread *releases* at an address what it has done, and another one *acquires* it there. Each
//! order has an address of its own, so that no construct orders more than it promises: that would
//! hide races.
//!
//! | order | address |
//! |---|---|
//! | the begin of a region, before its members | `TeamOrders::start` |
//! | the arrivals at a barrier, and the ends of the team's tasks, before what follows the barrier | `TeamOrders::ends`, in turn for barriers with even and odd numbers |
//! | the generation of a task, or a part of it, before its begin, or its next part | the task |
//! | the ends of a task's children, before what follows a `taskwait` | the counts of the task |
//! | the ends of a taskgroup's tasks, before what follows the group | the group |
//! | the end of a task, before the begin of those that depend on it | the node |
//! | the end of a `mutexinoutset` task, before the begin of the next one | the `Exclusive` |
//! | the release of a lock, before its next owner | the lock |
//! | an ordered region, before the next one of the loop | the loop's turn |
//! | an iteration of a doacross loop, before those that wait for it | a byte for each iteration |
//! | a list that is combined, before the member that adds it, and back | the list |
//! | the end of a worker, before the end of a pause | one of the process |
//! | a flush, before later flushes | one of the process |
//!
//! Two orders cannot be told. Tasks that one thread executes one after the other seem to be
//! ordered; so does all that a worker does for one native thread and then for another.

use std::any::Any;
use std::ptr;
use std::sync::Arc;

use crate::engine::records::task::{Exclusive, Flags, Group, Node, Task};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tools::names::Mutex;
use crate::sys::sanitizer;

/// The address that stands for the orders of an object.
fn place<T: ?Sized>(of: *const T) -> usize {
    of.cast::<()>().expose_provenance()
}

/// The calling thread begins a region, which `team` executes. Before any other member starts.
pub fn region_begins(team: &Team) {
    let orders = &team.tools.orders;
    // The team may have executed regions of other threads, which this one has no order with.
    orders.ends.iter().chain([&orders.start]).for_each(|word| sanitizer::release_alone(place(word)));
}

/// The calling thread is member `tid` of `team` now.
pub fn member_begins(team: &Team, tid: u32) {
    if tid != 0 {
        sanitizer::acquire(place(&team.tools.orders.start));
    }
}

/// The address for barrier `number`. A member that is late to leave a barrier finds nothing there
/// of those that have come to the next one. They come to the one after that only when it has left.
fn end(team: &Team, number: u32) -> usize {
    place(&team.tools.orders.ends[number as usize % 2])
}

/// `t` comes to its team's barrier `number`.
pub fn arrives(t: &Thread, number: u32) {
    sanitizer::release(end(t.team.get(), number));
}

/// It goes on.
pub fn goes_on(t: &Thread, number: u32) {
    sanitizer::acquire(end(t.team.get(), number));
}

/// All members have come to the end of the region that the calling thread is the primary thread of.
/// In a cancelled region they may have come to barriers with different numbers.
pub fn region_ends(team: &Team) {
    team.tools.orders.ends.iter().for_each(|word| sanitizer::acquire(place(word)));
}

/// A task, or a part of it, can begin.
pub fn task_is_there(task: &Task) {
    sanitizer::release(place(task));
}

/// It begins.
pub fn task_begins(task: &Task) {
    if is_known(task) {
        sanitizer::acquire(place(task));
        acquire_earlier(&task.tools().earlier);
    }
}

/// Whether threads other than the one that executes it know of the task.
fn is_known(task: &Task) -> bool {
    !task.flags.get().has(Flags::ON_STACK.with(Flags::UNCOUNTED))
}

/// The task has ended, or its event is fulfilled. `t`: the calling thread, if the runtime knows it.
pub fn task_ends(t: Option<&Thread>, task: &Task) {
    if !is_known(task) {
        return;
    }
    let parent = task.generator();
    let group = task.member_of();
    sanitizer::release(place(task));
    sanitizer::release(place(&raw const parent.counts));
    if !group.is_null() {
        sanitizer::release(place(group));
    }
    if let Some(node) = task.node() {
        sanitizer::release(place(node));
    }
    let team = parent.team();
    match t.filter(|t| ptr::eq(t.team.get(), team)) {
        Some(t) => sanitizer::release(end(team, t.phase.get())),
        None => team.tools.orders.ends.iter().for_each(|word| sanitizer::release(place(word))),
    }
}

/// The children of `task` have ended.
pub fn children_are_done(task: &Task) {
    sanitizer::acquire(place(&raw const task.counts));
}

/// The tasks of a taskgroup have ended.
pub fn group_is_done(group: &Group) {
    sanitizer::acquire(place(group));
}

/// `later` waits for `earlier`, or has no need to, because that is done.
pub fn comes_before(earlier: &Arc<Node>, later: &Node) {
    // SAFETY: null, or what lives as long as the node.
    if let Some(tools) = unsafe { later.with_it.tools.get().as_ref() }
        && sanitizer::is_there()
        && !ptr::eq(Arc::as_ptr(earlier), later)
    {
        tools.earlier.borrow_mut().push(earlier.clone());
    }
}

/// The tasks that `node` comes after have ended.
pub fn dependences_are_done(node: &Node) {
    // SAFETY: null, or what lives as long as the node.
    if let Some(tools) = unsafe { node.with_it.tools.get().as_ref() } {
        acquire_earlier(&tools.earlier);
    }
}

fn acquire_earlier(earlier: &std::cell::RefCell<Vec<Arc<dyn Any>>>) {
    earlier.take().iter().for_each(|node| sanitizer::acquire(place(Arc::as_ptr(node))));
}

/// A task has, alone, what it needs alone.
pub fn has_alone(what: &[Arc<Exclusive>]) {
    what.iter().for_each(|what| sanitizer::acquire(place(Arc::as_ptr(what))));
}

/// It is about to give that back.
pub fn gives_back(what: &[Arc<Exclusive>]) {
    what.iter().for_each(|what| sanitizer::release(place(Arc::as_ptr(what))));
}

/// The calling thread has `mutex`.
pub fn mutex_is_taken(t: &Thread, mutex: Mutex, id: usize) {
    sanitizer::acquire(place_of(t, mutex, id));
}

/// It is about to let it go.
pub fn mutex_is_released(t: &Thread, mutex: Mutex, id: usize) {
    sanitizer::release(place_of(t, mutex, id));
}

fn place_of(t: &Thread, mutex: Mutex, id: usize) -> usize {
    match mutex {
        Mutex::Ordered => {
            let construct = t.slot.get().cursor.active.construct();
            place(&t.team.get().ring.entry(construct).turn)
        }
        _ => id,
    }
}

/// The calling thread's work so far comes before whatever follows [`has_come`] of the same address.
pub fn goes<T: ?Sized>(of: *const T) {
    sanitizer::release(place(of));
}

/// The other side of [`goes`].
pub fn has_come<T: ?Sized>(of: *const T) {
    sanitizer::acquire(place(of));
}

/// The calling thread, which is the runtime's, ends.
pub fn thread_ends() {
    goes(&raw const ENDS);
}

/// The threads have ended that were to.
pub fn threads_have_ended() {
    has_come(&raw const ENDS);
}

/// The address of that.
static ENDS: u8 = 0;

/// The calling thread flushes. The flushes of a process have one order, and which of them belong
/// together shows only in the values that atomic operations read.
pub fn flush() {
    static FLUSHES: u8 = 0;
    sanitizer::acquire(place(&raw const FLUSHES));
    sanitizer::release(place(&raw const FLUSHES));
}
