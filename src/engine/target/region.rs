//! `target` regions: an initial task of their own, on the host.

use std::ffi::c_void;

use crate::engine::team::{Body, Outer};
use crate::engine::thread::Thread;
use crate::engine::{defaults, region};

/// Executes `body(data)` as a `target` region: a new initial task, whose control variables are those that the
/// environment gave, whatever the program changed outside (OpenMP 5.2, 2.2 and 13.8). `thread_limit`: the clause, in
/// threads.
///
/// # Safety
/// `body` must be callable with `data`.
pub unsafe fn run(t: &'static Thread, thread_limit: Option<u32>, body: Body, data: *mut c_void) {
    begin(t, thread_limit);
    // SAFETY: the caller's promise.
    unsafe { body(data) };
    region::end(t);
}

/// Makes the calling thread the only member of a new initial team. It takes the team of the thread's next region and
/// leaves that one's workers where they are.
fn begin(t: &'static Thread, thread_limit: Option<u32>) {
    let team = region::next_team(t);
    let mut icv = defaults::initial_icv();
    if let Some(limit) = thread_limit {
        icv.thread_limit = limit;
    }
    team.begin_initial(icv);
    team.parent_task.set(t.task_ptr());
    team.outer.set(Some(Outer::of(t)));
    t.depth.set(t.depth.get() + 1);
    region::enter(t, team, 0, 1);
}
