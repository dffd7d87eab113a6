//! Reductions that the runtime combines, by [`combining`], in an order that is the same in each
//! run.

use std::ffi::c_void;

use crate::engine::constructs::barrier;
use crate::engine::protocols::combining::{self, Offer};
use crate::engine::protocols::wait;
use crate::engine::records::thread::Thread;
use crate::engine::tools::{self, orders};

/// Adds the second list to the first.
pub type Combine = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void);

struct Member {
    t: &'static Thread,
    list: *mut c_void,
    combine: Combine,
}

impl combining::Member for Member {
    fn offer_of(&self, tid: u32) -> &Offer {
        &self.t.team.get().slot(tid).offer
    }

    fn add(&self, list: *mut c_void) {
        if tools::on() {
            orders::has_come(list);
        }
        // SAFETY: the callers of `up_the_tree` promised it, for both lists.
        unsafe { (self.combine)(self.list, list) };
        if tools::on() {
            orders::goes(list);
            orders::goes(self.list);
        }
    }

    fn ring(&self, tid: u32) {
        self.t.team.get().event.notify(|| wait::sleeper(tid, false) | wait::sleeper(tid, true));
    }

    fn wait(&self, ready: impl Fn() -> bool) -> bool {
        barrier::wait_within(self.t, ready);
        !self.t.is_alone()
    }
}

/// Combines the lists with which all members of the team call this. True for the member whose list
/// has the result, which this member has to add to the variables. `stays`: as in
/// [`combining::up_the_tree`].
///
/// # Safety
/// `combine` must be callable with the members' lists.
#[inline(never)]
pub unsafe fn up_the_tree(t: &'static Thread, list: *mut c_void, combine: Combine, stays: bool) -> bool {
    let member = Member { t, list, combine };
    if tools::on() {
        orders::goes(list);
    }
    let has_all = combining::up_the_tree(&member, t.tid.get(), t.nthreads.get(), list, stays);
    if tools::on() {
        orders::has_come(list);
    }
    has_all
}
