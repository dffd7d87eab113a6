//! Queries about tasks by programs and other runtimes.

use std::ptr;

use super::tasks::{KmpTask, task_of};
use crate::engine::records::task::Flags;
use crate::engine::records::task::{Link, Node};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::{depend, memory};

/// `uint64_t __kmpc_get_taskid(void)`: the number of the current task, never 0; implicit tasks have
/// one too.
///
/// LLVM's extension, called by programs.
pub extern "C-unwind" fn __kmpc_get_taskid() -> u64 {
    Thread::get().map_or(0, |t| u64::from(t.task().number()))
}

/// `uint64_t __kmpc_get_parent_taskid(void)`: the number of the task that generated the current
/// one; 0 for an initial task.
///
/// LLVM's extension, called by programs.
pub extern "C-unwind" fn __kmpc_get_parent_taskid() -> u64 {
    let parent = Thread::get().and_then(|t| t.task().parent.get());
    parent.map_or(0, |parent| u64::from(parent.number()))
}

/// `kmp_task_t *__kmpc_get_current_task(int gtid)`: the current task as `__kmpc_omp_task_alloc`
/// returned it; null for an implicit one.
///
/// LLVM's extension, called by other runtimes.
pub extern "C-unwind" fn __kmpc_get_current_task(_gtid: i32) -> *mut KmpTask {
    let task = Thread::current().task_ref();
    let known = !task.is_implicit() && !task.flags.get().has(Flags::ON_STACK);
    if known { memory::payload_of(task).0.cast() } else { ptr::null_mut() }
}

/// `const kmp_depnode_t *__kmpc_task_get_depnode(kmp_task_t *kmp)`: the node that stands for a task
/// in the graph of dependences; null if it has none. For comparison only.
///
/// LLVM's extension, called by other runtimes.
///
/// # Safety
/// `kmp` must come from `__kmpc_omp_task_alloc`, and its task must not have completed.
pub unsafe extern "C-unwind" fn __kmpc_task_get_depnode(kmp: *mut KmpTask) -> *const Node {
    // SAFETY: the caller's promise.
    unsafe { task_of(kmp) }.node().map_or(ptr::null(), ptr::from_ref)
}

/// `const kmp_depnode_list_t *__kmpc_task_get_successors(kmp_task_t *kmp)`: the nodes of the tasks
/// that wait for a task: a `kmp_depnode_list_t` (`node`, `next`) that holds until the task is freed
/// or somebody asks again.
///
/// LLVM's extension, called by other runtimes.
///
/// # Safety
/// As for [`__kmpc_task_get_depnode`].
pub unsafe extern "C-unwind" fn __kmpc_task_get_successors(kmp: *mut KmpTask) -> *const Link {
    // SAFETY: the caller's promise.
    depend::successors(unsafe { task_of(kmp) })
}
