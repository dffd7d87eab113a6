//! The start of a thread's membership in a team.

use crate::engine::ground::extras::{self, AFFINITY, TOOL};
use crate::engine::policies::affinity;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;

/// Makes the calling thread member `tid` of `team`, with a new implicit task.
#[inline]
pub fn enter(t: &Thread, team: &'static Team, tid: u32, size: u32) {
    t.join(team, tid, size);
    if extras::any::<{ AFFINITY | TOOL }>() {
        enter_with_extras(t, team, tid, size);
    }
}

#[cold]
#[inline(never)]
fn enter_with_extras(t: &Thread, team: &'static Team, tid: u32, size: u32) {
    if affinity::in_use() {
        affinity::enter(t, team, team.slot(tid), tid);
    }
    if tools::on() {
        events::member_begins(t, team, tid, size);
    }
}
