//! Who takes a lock.

use crate::engine::records::thread::Thread;

/// The current thread's number: unique in the process, and the same in the child of a fork that the thread made.
pub fn current_gtid() -> u32 {
    Thread::current().gtid
}

/// The current task's number, from 1 to 2³¹ − 1: the owner of the nest locks it sets.
pub fn task_lock_id() -> u32 {
    Thread::current().task().number()
}
