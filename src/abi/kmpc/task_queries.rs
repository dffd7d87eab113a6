//! What programs and other runtimes ask about tasks.

use super::tasks::KmpTask;
use crate::engine::task::memory;
use crate::engine::thread::Thread;

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
    if task.is_implicit() { std::ptr::null_mut() } else { memory::payload_of(task).0.cast() }
}

/// Whether there are other threads that could run tasks of the calling thread's team: 1 or 0.
pub extern "C-unwind" fn __kmpc_omp_has_task_team(_gtid: i32) -> i32 {
    i32::from(!Thread::current().is_alone())
}
