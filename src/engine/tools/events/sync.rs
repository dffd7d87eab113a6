//! Points at which threads wait for each other or for tasks.

use std::ptr;

use super::{Address, Word};
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::{Region, TaskTools};
use crate::engine::tools::names::{Endpoint, Sync, state};
use crate::engine::tools::orders;
use crate::engine::tools::trace;

/// The calling thread comes to such a place and waits there; to be ended by [`sync_ends`].
#[cold]
#[inline(never)]
pub fn sync_begins(t: &Thread, kind: Sync) -> Region {
    let number = t.phase.get();
    if kind.is_barrier() && kind != Sync::Parallel {
        orders::arrives(t, number);
    }
    if matches!(kind, Sync::Explicit | Sync::Workshare | Sync::Implementation) {
        // Of some constructs compilers do not say where they end.
        super::work_ends(t);
    }
    trace::sync_begins(t, kind);
    let region = Region { kind, address: t.tools.caller.get().address, state: t.tools.waits.get(), number };
    if kind != Sync::Parallel {
        super::enters_runtime(t);
    }
    let (parallel, task) = (super::parallel_data(t), super::task_data(t));
    tell!(SyncRegion: (Sync, Endpoint, Word, Word, Address) = (kind, Endpoint::Begin, parallel, task, address_of(region)));
    wait_begins(t, region);
    region
}

/// To be called at the end of the wait.
#[cold]
#[inline(never)]
pub fn sync_ends(t: &Thread, region: Region) {
    if region.kind == Sync::Taskwait {
        orders::children_are_done(t.task());
    } else if region.kind.is_barrier() {
        orders::goes_on(t, region.number);
    }
    let (parallel, task) = (super::parallel_data(t), super::task_data(t));
    finish(t, region, parallel, task);
    super::leaves_runtime(t);
}

/// The same for the end of a parallel region, whose word may be gone by then. `tools`: the implicit
/// task's.
pub fn region_sync_ends(t: &Thread, region: Region, tools: &TaskTools) {
    finish(t, region, ptr::null_mut(), tools.data.for_tool());
}

fn finish(t: &Thread, region: Region, parallel: Word, task: Word) {
    let Region { state, .. } = region;
    let (kind, address) = (region.kind, address_of(region));
    trace::sync_ends(t, kind);
    tell!(SyncRegionWait: (Sync, Endpoint, Word, Word, Address) = (kind, Endpoint::End, parallel, task, address));
    t.tools.waits.set(state);
    tell!(SyncRegion: (Sync, Endpoint, Word, Word, Address) = (kind, Endpoint::End, parallel, task, address));
}

/// A taskgroup begins. Its end is told by [`group_waits`] and [`sync_ends`].
#[cold]
#[inline(never)]
pub fn group_begins(t: &Thread) {
    let (parallel, task) = (super::parallel_data(t), super::task_data(t));
    let kind = Sync::Taskgroup;
    tell!(SyncRegion: (Sync, Endpoint, Word, Word, Address) =
        (kind, Endpoint::Begin, parallel, task, super::address(t)));
}

/// The calling thread waits for the tasks of a taskgroup.
#[cold]
#[inline(never)]
pub fn group_waits(t: &Thread) -> Region {
    trace::sync_begins(t, Sync::Taskgroup);
    let (address, state) = (t.tools.caller.get().address, t.tools.waits.get());
    let region = Region { kind: Sync::Taskgroup, address, state, number: t.phase.get() };
    super::enters_runtime(t);
    wait_begins(t, region);
    region
}

fn wait_begins(t: &Thread, region: Region) {
    let (parallel, task) = (super::parallel_data(t), super::task_data(t));
    t.tools.waits.set(state_of(region.kind));
    tell!(SyncRegionWait: (Sync, Endpoint, Word, Word, Address) =
        (region.kind, Endpoint::Begin, parallel, task, address_of(region)));
}

fn state_of(kind: Sync) -> u32 {
    match kind {
        Sync::Explicit => state::WAIT_EXPLICIT,
        Sync::Implementation => state::WAIT_IMPLEMENTATION,
        Sync::Taskwait => state::WAIT_TASKWAIT,
        Sync::Taskgroup => state::WAIT_TASKGROUP,
        Sync::Reduction => state::WORK_REDUCTION,
        Sync::Workshare => state::WAIT_WORKSHARE,
        Sync::Parallel => state::WAIT_PARALLEL,
        Sync::Teams => state::WAIT_TEAMS,
    }
}

/// A thread begins or ends to combine what was reduced.
#[cold]
#[inline(never)]
pub fn reduction(t: &Thread, endpoint: Endpoint) {
    tell!(Reduction: (Sync, Endpoint, Word, Word, Address) =
        (Sync::Reduction, endpoint, super::parallel_data(t), super::task_data(t), super::address(t)));
}

fn address_of(region: Region) -> Address {
    ptr::without_provenance(region.address)
}
