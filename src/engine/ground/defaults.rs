//! The values that the environment's settings give to control variables.

use crate::engine::ground::icv::{Icv, NO_LIMIT};
use crate::engine::ground::nthreads;
use crate::engine::ground::nthreads::Level;
use crate::engine::ground::settings;

/// Processors that this process may use.
pub fn processors() -> u32 {
    settings::get().processors()
}

/// The environment's value of nthreads-var, at the first level and at the deeper ones.
pub fn nthreads() -> (u32, Option<&'static Level>) {
    let settings = settings::get();
    match &*settings.num_threads {
        [first, deeper @ ..] => (*first, nthreads::list(deeper, None)),
        [] => (settings.initial_threads(), None),
    }
}

/// Sets thread-limit-var at the start of a contention group. nthreads-var follows where its value
/// is the runtime's own choice.
pub fn limit_threads(icv: &mut Icv, limit: u32) {
    let limit = limit.min(NO_LIMIT);
    let settings = settings::get();
    if settings.num_threads.is_empty() && icv.nthreads == settings.default_threads(icv.thread_limit) {
        icv.nthreads = settings.default_threads(limit);
    }
    icv.thread_limit = limit;
}

/// A task's priority within max-task-priority-var.
pub fn task_priority(asked: i32) -> u32 {
    u32::try_from(asked).unwrap_or(0).min(settings::get().max_task_priority)
}
