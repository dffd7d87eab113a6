//! The owner of a lock: a thread or a task.

use crate::engine::protocols::lock::Taker;
use crate::engine::records::thread::Thread;

/// The current thread's number: unique in the process, and the same in the child of a fork that the
/// thread made.
pub fn current_gtid() -> u32 {
    Thread::current().gtid
}

/// The taker of a nest lock that belongs to the task that set it, as in the specification.
#[inline(always)]
pub fn task_of(t: &Thread) -> Taker {
    Taker { number: t.task().number(), alias: t.lock_number_if_any() }
}

/// The taker of a nest lock that belongs to the thread that set it, as in libomp: later tasks of
/// the thread may set it again, and the primary thread may do so in a region.
#[inline(always)]
pub fn thread_of(t: &Thread) -> Taker {
    Taker { number: t.lock_number(), alias: t.task().number_if_any() }
}
