//! Events of detachable tasks (OpenMP 5.2, 18.11).

use crate::engine::records::task::{Task, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks as task;

/// `void omp_fulfill_event(omp_event_handle_t event)`: fulfils the event of a task with a `detach`
/// clause, from any thread, once.
///
/// OpenMP 5.2, 18.11.1.
///
/// # Safety
/// `event` must be the handle of such a task that has not completed.
pub unsafe extern "C-unwind" fn omp_fulfill_event(event: *const Task) {
    // SAFETY: the caller's promise.
    unsafe { task::fulfil(Thread::asked(), TaskRef::new(event)) };
}

/// `void omp_fulfill_event_(omp_event_handle_t event)`: Fortran's [`omp_fulfill_event`]; omp_lib
/// passes the handle by value.
///
/// OpenMP 5.2, 18.11.1.
///
/// # Safety
/// As for [`omp_fulfill_event`].
pub unsafe extern "C-unwind" fn omp_fulfill_event_(event: *const Task) {
    // SAFETY: the caller's promise.
    unsafe { omp_fulfill_event(event) };
}
