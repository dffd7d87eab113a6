//! Queues of asynchronous work (OpenACC 2.6, 2.16): on the host nothing is ever in one.

use crate::engine::constructs::openacc::fail;

/// `acc_async_sync`: no queue.
pub const SYNC: i32 = -2;

/// `acc_async_noval`: the queue of an `async` clause without argument.
const NOVAL: i32 = -1;

/// Makes sure that `argument` may stand for a queue.
pub fn check(argument: i32) {
    if argument < 0 && argument != SYNC && argument != NOVAL {
        fail(&format!("invalid async-argument: {argument}"));
    }
}
