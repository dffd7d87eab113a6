//! Settings of the environment for the whole process that a program may change while it runs: the
//! stacks of workers to come, warnings.

use crate::sys::sync::unmodelled::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use crate::engine::ground::settings;
use crate::engine::ground::settings::values::LEAST_STACK;
use crate::engine::ground::settings::waiting::IdleLimit;
use crate::sys::thread;

/// Bytes; 0: as the environment says.
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

/// 1: off, 2: on; 0: as the environment says.
static WARNINGS: AtomicU8 = AtomicU8::new(0);

/// The size of a worker's stack in bytes; `None`: the system's default.
pub fn stack_size() -> Option<usize> {
    match STACK_SIZE.load(Ordering::Relaxed) {
        0 => settings::get().stack_size,
        size => Some(size),
    }
}

/// The same, where the system's default is a number too.
pub fn stack_size_in_bytes() -> usize {
    stack_size().unwrap_or_else(thread::default_stack_size)
}

/// Sets the size of the stacks of workers that do not exist yet.
pub fn set_stack_size(bytes: usize) {
    STACK_SIZE.store(bytes.clamp(LEAST_STACK, isize::MAX as usize), Ordering::Relaxed);
}

/// How long a worker without a use stays; `None`: for ever.
pub fn idle_limit() -> Option<Duration> {
    match settings::get().idle_limit {
        // Not less than 10 ms: a worker in use wakes up as often to see whether it still is.
        IdleLimit::After(time) => Some(time.max(Duration::from_millis(10))),
        IdleLimit::Never => None,
    }
}

/// Whether the runtime may warn of requests that it does not carry out as asked.
pub fn warnings() -> bool {
    match WARNINGS.load(Ordering::Relaxed) {
        0 => settings::get().warnings,
        chosen => chosen == 2,
    }
}

/// Sets [`warnings`].
pub fn set_warnings(on: bool) {
    WARNINGS.store(1 + u8::from(on), Ordering::Relaxed);
}
