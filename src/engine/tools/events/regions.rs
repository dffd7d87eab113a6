//! Parallel regions and their implicit tasks.

use std::ptr;

use super::sync::{self, Region};
use super::{Address, Word};
use crate::engine::ground::request::Caller;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::Frame;
use crate::engine::tools::names::{Endpoint, Sync, parallel, state, task};
use crate::sys::sync::Ordering;

/// The calling thread's task meets a region, which `team` is to execute. Before any member starts.
/// `requested`: how many threads it asks for.
#[cold]
#[inline(never)]
pub fn region_begins(t: &Thread, team: &Team, requested: u32, caller: Caller) {
    let flags = flags_of(caller);
    let tools = &team.tools;
    tools.told.set(true);
    tools.caller.set(t.tools.caller.get());
    tools.flags.set(flags);
    tools.data.clear();
    super::enters_runtime(t);
    let frame = &raw const t.task().tools().frame;
    tell!(ParallelBegin: (Word, *const Frame, Word, u32, u32, Address) =
        (super::task_data(t), frame, tools.data.for_tool(), requested, flags, super::address(t)));
}

/// The region is over, and the calling thread is back in the task that met it.
#[cold]
#[inline(never)]
pub fn region_is_over(t: &Thread, team: &Team) {
    let tools = &team.tools;
    if !tools.told.replace(false) || tools.flags.get() == 0 {
        return;
    }
    let address = ptr::without_provenance(tools.caller.get().address);
    tell!(ParallelEnd: (Word, Word, u32, Address) =
        (tools.data.for_tool(), super::task_data(t), tools.flags.get(), address));
    super::leaves_runtime(t);
}

/// The calling thread is a member of its team now, with a new implicit task. `size`: that of the
/// team.
#[cold]
#[inline(never)]
pub fn member_begins(t: &Thread, team: &Team, tid: u32, size: u32) {
    if !team.tools.told.get() {
        return;
    }
    t.tools.over.set(team.tools.over.load(Ordering::Relaxed));
    t.tools.waits.set(0);
    let tools = t.task().tools();
    tools.clear();
    tools.flags.set(task::IMPLICIT | task::UNDEFERRED);
    tools.place.set((size, tid));
    implicit_task(Endpoint::Begin, team.tools.data.for_tool(), tools.data.for_tool(), size, tid, task::IMPLICIT);
}

/// A member has come to the end of its region: it waits for the others. To be ended by
/// [`member_ends`].
#[cold]
#[inline(never)]
pub fn member_arrives(t: &Thread) -> Option<Region> {
    let team = t.team.get();
    if !team.tools.told.get() {
        return None;
    }
    let tools = t.task().tools();
    tools.frame.exit.set(0);
    tools.frame.enter.set(0);
    // A worker was called by nobody.
    let caller = if t.tid.get() == 0 { team.tools.caller.get() } else { Default::default() };
    t.tools.caller.set(caller);
    Some(sync::sync_begins(t, Sync::Parallel))
}

/// All members have come to the end of the region that the calling thread is in.
#[cold]
#[inline(never)]
pub fn member_ends(t: &Thread, region: Region) {
    // The team may be at its next region already.
    sync::region_sync_ends(t, region);
    let tools = t.task().tools();
    let (size, tid) = tools.place.get();
    implicit_task(Endpoint::End, ptr::null_mut(), tools.data.for_tool(), size, tid, task::IMPLICIT);
    if t.tid.get() != 0 {
        t.tools.waits.set(state::IDLE);
    }
}

/// All members have come to the region's end, says the primary thread. The workers wait for that
/// ([`is_over`]).
#[cold]
#[inline(never)]
pub fn all_arrived(team: &Team) {
    team.tools.over.fetch_add(1, Ordering::Release);
    team.event.notify_all();
}

/// Whether the region that the calling worker has come to the end of is over.
pub fn is_over(t: &Thread) -> bool {
    t.team.get().tools.over.load(Ordering::Acquire) != t.tools.over.get()
}

/// The callback of both ends.
pub fn implicit_task(endpoint: Endpoint, parallel: Word, task: Word, size: u32, index: u32, flags: u32) {
    tell!(ImplicitTask: (Endpoint, Word, Word, u32, u32, u32) = (endpoint, parallel, task, size, index, flags));
}

fn flags_of(caller: Caller) -> u32 {
    match caller {
        Caller::Runtime => parallel::TEAM | parallel::BY_RUNTIME,
        Caller::Program => parallel::TEAM | parallel::BY_PROGRAM,
        Caller::League => parallel::LEAGUE | parallel::BY_RUNTIME,
    }
}
