//! Queues of asynchronous work (OpenACC 2.6, 3.2.9 to 3.2.14), which on the host are always empty.
//! Programs call these; a queue is a number that is not negative, `acc_async_noval` (−1) or
//! `acc_async_sync` (−2).

use std::ffi::c_int;

use crate::engine::constructs::openacc::queue::check;

/// `int acc_async_test(int queue)`: whether all work of the queue is done: 1.
///
/// OpenACC 2.6, 3.2.9.
pub extern "C-unwind" fn acc_async_test(queue: c_int) -> c_int {
    check(queue);
    1
}

/// `int acc_async_test_all(void)`: whether all work of all queues is done: 1.
///
/// OpenACC 2.6, 3.2.10.
pub extern "C-unwind" fn acc_async_test_all() -> c_int {
    1
}

/// `void acc_wait(int queue)`: waits for the work of a queue.
///
/// OpenACC 2.6, 3.2.11.
pub extern "C-unwind" fn acc_wait(queue: c_int) {
    check(queue);
}

/// `void acc_async_wait(int queue)`: [`acc_wait`] under its old name.
///
/// OpenACC 2.6, 3.2.11.
pub extern "C-unwind" fn acc_async_wait(queue: c_int) {
    check(queue);
}

/// `void acc_wait_async(int queue, int waiting)`: the second queue waits for the work of the first,
/// in which there is none.
///
/// OpenACC 2.6, 3.2.12.
pub extern "C-unwind" fn acc_wait_async(queue: c_int, _waiting: c_int) {
    check(queue);
}

/// `void acc_wait_all(void)`: waits for the work of all queues.
///
/// OpenACC 2.6, 3.2.13.
pub extern "C-unwind" fn acc_wait_all() {}

/// `void acc_async_wait_all(void)`: [`acc_wait_all`] under its old name.
///
/// OpenACC 2.6, 3.2.13.
pub extern "C-unwind" fn acc_async_wait_all() {}

/// `void acc_wait_all_async(int waiting)`: the queue waits for the work of all others.
///
/// OpenACC 2.6, 3.2.14.
pub extern "C-unwind" fn acc_wait_all_async(waiting: c_int) {
    check(waiting);
}
