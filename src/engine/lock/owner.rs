//! Who takes a lock.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

/// The next number for a thread that comes here for the first time.
static NEXT: AtomicU32 = AtomicU32::new(1);

thread_local! {
    /// This thread's number, 0 before it has one.
    static NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// The current thread's number: unique in the process, and the same in the child of a fork that the thread made.
pub fn current_gtid() -> u32 {
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        number.get()
    })
}

/// The current task's number, from 1 to 2³¹ − 1: the owner of the nest locks it sets.
pub fn task_lock_id() -> u32 {
    current_gtid()
}
