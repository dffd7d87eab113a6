//! A thread becomes a member of a team.

use crate::engine::policies::affinity;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;

/// Makes the calling thread member `tid` of `team`, with a new implicit task.
#[inline]
pub fn enter(t: &Thread, team: &'static Team, tid: u32, size: u32) {
    let slot = team.slot(tid);
    slot.task.begin_implicit(t, team, team.parent_task.get());
    t.team.set(team);
    t.slot.set(slot);
    t.tid.set(tid);
    t.nthreads.set(size);
    if size == 2 {
        t.peer.set(team.slot(1 - tid));
    }
    t.begin_task(slot);
    if affinity::in_use() {
        affinity::enter(t, team, slot, tid);
    }
    if tools::on() {
        events::member_begins(t, team, tid, size);
    }
}
