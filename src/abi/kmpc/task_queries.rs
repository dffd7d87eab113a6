//! What programs and other runtimes ask about tasks.

use super::tasks::{KmpTask, task_of};
use crate::engine::task::depend::{self, Node};
use crate::engine::task::{Flags, memory};
use crate::engine::thread::Thread;
use std::ptr;

/// The number of the current task, never 0; implicit tasks have one too.
pub extern "C-unwind" fn __kmpc_get_taskid() -> i64 {
    Thread::get().map_or(0, |t| i64::from(t.task().number()))
}

/// The number of the task that generated the current one; 0 for an initial task.
pub extern "C-unwind" fn __kmpc_get_parent_taskid() -> i64 {
    // SAFETY: a task's parent lives as long as it does.
    let parent = Thread::get().and_then(|t| unsafe { t.task().parent.get().as_ref() });
    parent.map_or(0, |parent| i64::from(parent.number()))
}

/// The current task as `__kmpc_omp_task_alloc` returned it; null for an implicit one.
pub extern "C-unwind" fn __kmpc_get_current_task(_gtid: i32) -> *mut KmpTask {
    let task = Thread::current().task();
    let known = !task.is_implicit() && !task.flags.get().has(Flags::ON_STACK);
    if known { memory::payload_of(task).0.cast() } else { ptr::null_mut() }
}

/// The node that stands for a task in the graph of dependences; null if it has none. For comparison only.
pub extern "C-unwind" fn __kmpc_task_get_depnode(kmp: *mut KmpTask) -> *const Node {
    task_of(kmp).node()
}

/// `kmp_depnode_list_t`.
#[repr(C)]
pub struct NodeList {
    node: *const Node,
    next: *const NodeList,
}

/// The nodes of the tasks that wait for a task: a list that holds until the calling thread asks again.
pub extern "C-unwind" fn __kmpc_task_get_successors(kmp: *mut KmpTask) -> *const NodeList {
    let nodes = depend::successors(task_of(kmp));
    let mut listing = Thread::current().listing.borrow_mut();
    listing.clear();
    listing.resize(nodes.len(), [0; 2]);
    let list = listing.as_mut_ptr().cast::<NodeList>();
    for (index, node) in nodes.iter().enumerate() {
        let next = if index + 1 < nodes.len() { list.wrapping_add(index + 1) } else { ptr::null_mut() };
        // SAFETY: within the listing, whose elements have the size of a list's.
        unsafe { list.add(index).write(NodeList { node: *node, next }) };
    }
    if nodes.is_empty() { ptr::null() } else { list }
}

const _: () = assert!(size_of::<NodeList>() == size_of::<[usize; 2]>());
