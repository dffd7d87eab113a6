//! Teams: the threads of one parallel region, and what they share.

use crate::engine::ground::request::{Body, League};
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicU64, Ordering};
use crossbeam_utils::CachePadded;
use std::cell::{Cell, RefCell, UnsafeCell};
use std::ffi::c_void;
use std::mem::offset_of;
use std::ops::Range;
use std::ptr;

use crate::engine::ground::icv::Icv;
use crate::engine::ground::numbers;
use crate::engine::protocols::barrier::precedence::Precedence;
use crate::engine::protocols::combining::Offer;
use crate::engine::protocols::handoff::Signal;
use crate::engine::records::admission::TeamAdmission;
use crate::engine::records::affinity::TeamAffinity;
use crate::engine::records::cancel;
use crate::engine::records::cancel::Cancel;
use crate::engine::records::noted::Noted;
use crate::engine::records::seat::Seat;
use crate::engine::records::stats::TeamStats;
use crate::engine::records::tools::TeamTools;
use crate::engine::records::worksharing;
use crate::engine::records::worksharing::{Cursor, Position, Progress, RING, Ring};

use crate::engine::protocols::lending::Lending;
use crate::engine::protocols::tasks::deque::Deque;
use crate::engine::protocols::tasks::phases::Phases;
use crate::engine::protocols::tasks::priorities::Priorities;
use crate::engine::protocols::wait::{EventCount, Rung};
use crate::engine::records::task::Block;
use crate::engine::records::task::{Task, TaskRef};
use crate::engine::records::thread::Thread;

/// What a region's primary thread writes and the workers read: one cache line carries all that starts them.
#[repr(C, align(128))]
pub struct Go {
    pub signal: Signal,
    pub body: Noted<Option<Body>>,
    pub data: Noted<*mut c_void>,
    /// Where the region's worksharing constructs begin to count: the primary thread may have met some without the others.
    pub position: Noted<Position>,
    /// Room for what an ABI layer hands to the members, beside what starts them.
    pub stash: UnsafeCell<[usize; STASH]>,
    /// When the signal last found somebody asleep.
    pub rung: Rung,
}

/// Words of [`Go::stash`]: what is left of two cache lines.
pub const STASH: usize = 11;

/// A member's place in a team: what the others look at, and its implicit task.
#[repr(C, align(128))]
pub struct Slot {
    /// Number of the last barrier this member arrived at (in a team of two).
    pub arrived: AtomicU32,
    /// How far this member has come in the worksharing constructs.
    pub progress: Progress,
    /// This member as leader of a group of the barrier's tree: arrivals, one counter a level.
    pub arrivals: CachePadded<[AtomicU32; 8]>,
    /// Iterations of a loop that are set aside for this member and may be stolen, one cell a ring entry.
    pub shares: [ShareCell; RING],
    /// At the beginning of a cache line, as its fields expect.
    pub task: Task,
    /// Up to which `single` this member has copied what others handed to it; kept in cancelled regions only.
    pub copied: AtomicU32,
    /// What this member brings to a reduction.
    pub offer: Offer,
    /// Number of the last barrier that the member passed; its own.
    pub barrier: Noted<u32>,
    /// Where the member stands in the worksharing constructs; its own.
    pub cursor: Cursor,
    /// Which place the member has; its own.
    pub seat: Cell<Seat>,
    /// Tasks that wait for a thread.
    pub deque: CachePadded<Deque<TaskRef>>,
}

#[repr(align(64))]
#[derive(Default)]
pub struct ShareCell(pub AtomicU64);

const _: () = assert!(offset_of!(Slot, task) % 64 == 0);

impl Go {
    /// Says what the members of the next region call, and where its constructs begin to count.
    ///
    /// # Safety
    /// `body` must be callable with `data` on several threads at once, until the region has ended.
    #[inline]
    pub unsafe fn prepare(&self, body: Body, data: *mut c_void, position: Position) {
        self.body.set(Some(body));
        self.data.set(data);
        self.position.set(position);
    }
}

impl Slot {
    fn new() -> Self {
        Self {
            arrived: AtomicU32::new(0),
            progress: Progress::default(),
            arrivals: CachePadded::default(),
            shares: Default::default(),
            copied: AtomicU32::new(0),
            offer: Offer::default(),
            barrier: Noted::new(0),
            cursor: Cursor::default(),
            seat: Cell::new(Seat::NONE),
            task: Task::new(Block::none()),
            deque: CachePadded::default(),
        }
    }

    /// The member has passed barrier `number`, or has come to the one at the end of the region.
    #[inline]
    pub fn pass_barrier(&self, number: u32) {
        self.barrier.set(number);
    }

    /// How far any construct of this member has come.
    pub fn furthest(&self) -> Position {
        self.cursor.position()
    }

    /// Makes this the place of a member that was not in the team's last region.
    pub fn join(&self, barrier: u32, position: Position) {
        self.arrived.store(barrier, Ordering::Relaxed);
        self.barrier.set(barrier);
        self.progress.set(position.construct);
        self.copied.store(position.single, Ordering::Relaxed);
        self.offer.clear();
        // A fork before the member begins asks how far it has come.
        self.cursor.start(position);
        for share in &self.shares {
            // A tag that no construct of the next 2³¹ has.
            share.0.store(u64::from(position.construct.wrapping_sub(1)) << 32, Ordering::Relaxed);
        }
    }
}

/// What the primary thread goes back to when the region ends.
#[derive(Clone, Copy)]
pub struct Outer {
    pub team: &'static Team,
    pub slot: &'static Slot,
    pub peer: &'static Slot,
    pub tid: u32,
    pub nthreads: u32,
    pub task: TaskRef,
    pub tied: Option<TaskRef>,
    /// Not what follows from the slot: at the end of a region tasks are run after the last barrier has been noted there.
    pub phase: u32,
}

impl Outer {
    /// Where `t` is now.
    #[inline]
    pub fn of(t: &Thread) -> Self {
        Self {
            team: t.team.get(),
            slot: t.slot.get(),
            peer: t.peer.get(),
            tid: t.tid.get(),
            nthreads: t.nthreads.get(),
            task: t.task_ref(),
            tied: t.tied.get(),
            phase: t.phase.get(),
        }
    }
}

/// A team. It is kept with its workers after a region, for the next region at the same depth of the same thread.
/// Never freed: a slow worker may look at it after it left.
#[repr(C, align(128))]
pub struct Team {
    pub go: Go,

    // Written by the primary thread between regions, read by all members.
    icv: UnsafeCell<Icv>,
    /// Nesting level, and how many of the levels are active.
    pub level: Noted<u32>,
    pub active_level: Noted<u32>,
    /// The team that the primary thread was in, and its number there.
    pub parent: Noted<Option<&'static Team>>,
    pub parent_tid: Noted<u32>,
    /// The league of teams that it belongs to.
    pub league: Noted<League>,
    /// How many threads the native thread has at this level, if all its teams are as this one and those around it.
    pub width: Noted<u32>,
    /// Size in the current region.
    pub size: Noted<u32>,
    /// The initial team of the native thread that the region descends from: who counts its threads.
    pub group: Noted<Option<&'static Team>>,
    /// An initial team: whether its thread is a hidden helper.
    pub of_helper: Noted<bool>,
    /// An initial team: threads of its descendants, for thread-limit-var.
    busy: AtomicU32,
    /// How many of them are this region's.
    reserved: Noted<u32>,
    /// Which of its members may run.
    pub admission: TeamAdmission,
    /// What is counted of the current region.
    pub stats: TeamStats,
    /// How its members are bound to places.
    pub places: TeamAffinity,
    /// The task that met the region: parent of the implicit tasks.
    pub parent_task: Noted<Option<TaskRef>>,
    /// Places, in chunks that stay where they are when the team grows: of 1, 1, 2, 4, 8 … Each chunk is given by where a
    /// place with number 0 would be.
    chunks: [AtomicPtr<Slot>; 28],

    /// Number of the last barrier that all members arrived at (in teams of more than two).
    pub released: CachePadded<AtomicU32>,
    pub precedence: CachePadded<Precedence>,
    /// Where members sleep that wait for a barrier, or for tasks.
    pub event: EventCount,
    pub singles: CachePadded<Singles>,
    pub ring: Ring,
    pub phases: Phases,
    pub cancel: Cancel,
    pub priorities: CachePadded<Priorities<TaskRef>>,
    /// Whether a fork left the team with one member: what waits for the others' tasks waits in vain.
    pub orphaned: Noted<bool>,

    /// Whose the fields below are.
    pub lending: Lending,
    /// A nested team: the primary thread of the last region.
    pub primary: Cell<Option<&'static Thread>>,

    // The primary thread's own, while it lends nothing.
    pub outer: Noted<Option<Outer>>,
    /// The workers that are leased to the team, by thread number less one.
    pub workers: RefCell<Vec<&'static Thread>>,
    /// By the same numbers, the workers that had them first: each is preferred where its number is
    /// free again, so that threadprivate values stay.
    pub former: RefCell<Vec<&'static Thread>>,
    /// How many members wait for the next region at `go`; the other workers wait at their mailboxes.
    pub live: Cell<u32>,
    /// For how many regions workers were left over.
    pub surplus: Cell<u32>,
    /// The construct at which all members' progress was last brought into step.
    swept: Cell<u32>,
    /// What a tool knows of the current region.
    pub tools: CachePadded<TeamTools>,
}

/// Sets a word that shows how far a team has come to `number`, if it seems to lie ahead of that or is so far behind that it
/// soon would.
#[inline]
fn catch_up(word: &AtomicU32, number: u32) {
    if number.wrapping_sub(word.load(Ordering::Relaxed)) > STALE {
        word.store(number, Ordering::Relaxed);
    }
}

/// As [`Noted::keep`].
#[inline(always)]
fn keep_team(noted: &Noted<Option<&'static Team>>, value: Option<&'static Team>) {
    if noted.get().map(ptr::from_ref) != value.map(ptr::from_ref) {
        noted.set(value);
    }
}

/// Half of what [`reached`](crate::engine::protocols::barrier::protocol::reached) takes for behind: the rest is for the region that begins.
const STALE: u32 = 1 << 30;

/// The `single` constructs of a team.
pub struct Singles {
    /// Number of `single` constructs that somebody has taken.
    pub taken: AtomicU32,
    /// What the member that executed a `single` hands to the others (`copyprivate`).
    pub data: AtomicPtr<c_void>,
    /// The number of `single` constructs up to that one.
    pub published: AtomicU32,
}

// SAFETY: the cells are written by the primary thread while no region runs, and read by members after they have
// looked at `go.signal`; the rest is atomic.
unsafe impl Sync for Team {}

impl Team {
    /// A team without workers.
    pub fn new() -> &'static Team {
        let (barrier, start) = (numbers::first(), Position::start());
        let team: &'static Team = Box::leak(Box::new(Team {
            go: Go {
                signal: Signal::default(),
                body: Noted::new(None),
                data: Noted::new(ptr::null_mut()),
                position: Noted::new(start),
                stash: UnsafeCell::new([0; STASH]),
                rung: Rung::default(),
            },
            icv: UnsafeCell::new(Icv::NONE),
            level: Noted::new(0),
            active_level: Noted::new(0),
            parent: Noted::new(None),
            parent_tid: Noted::new(0),
            league: Noted::new(League::ALONE),
            width: Noted::new(1),
            size: Noted::new(1),
            group: Noted::new(None),
            of_helper: Noted::new(false),
            busy: AtomicU32::new(0),
            reserved: Noted::new(0),
            admission: TeamAdmission::default(),
            stats: TeamStats::default(),
            places: TeamAffinity::default(),
            parent_task: Noted::new(None),
            chunks: [const { AtomicPtr::new(ptr::null_mut()) }; 28],
            released: CachePadded::new(AtomicU32::new(barrier)),
            precedence: CachePadded::default(),
            event: EventCount::default(),
            singles: CachePadded::new(Singles {
                taken: AtomicU32::new(start.single),
                data: AtomicPtr::default(),
                published: AtomicU32::new(start.single),
            }),
            ring: Ring::new(start.construct),
            phases: Phases::default(),
            cancel: Cancel::default(),
            priorities: CachePadded::default(),
            orphaned: Noted::new(false),
            lending: Lending::default(),
            primary: Cell::new(None),
            outer: Noted::new(None),
            workers: RefCell::new(Vec::new()),
            former: RefCell::new(Vec::new()),
            live: Cell::new(1),
            surplus: Cell::new(0),
            swept: Cell::new(start.construct),
            tools: CachePadded::default(),
        }));
        team.make_slot(0);
        let first = team.slot(0);
        first.join(barrier, start);
        team
    }

    /// The next region has `size` members, those behind the first `live` for the first time since they left. Brings what tells
    /// them by numbers how far the team has come into step with its primary thread: words that barriers and
    /// constructs of some kinds leave alone fall behind, and would seem to lie ahead at last. Only between regions.
    #[inline]
    pub fn renumber(&self, live: u32, size: u32) {
        let first = self.slot(0);
        let (barrier, position) = (first.barrier.get(), first.cursor.position());
        for tid in live..size {
            self.slot(tid).join(barrier, position);
        }
        if size == 2 {
            catch_up(&first.arrived, barrier);
            catch_up(&self.slot(1).arrived, barrier);
        } else {
            catch_up(&self.released, barrier);
        }
        if cancel::enabled() {
            catch_up(&self.singles.published, position.single);
        }
        // Each member's is in a line of its own, so they are looked at once in many regions only.
        if worksharing::is_stale(self.swept.get(), position.construct) {
            (0..live).for_each(|tid| self.slot(tid).progress.set(position.construct));
            self.swept.set(position.construct);
        }
    }

    /// A region of `size` members begins, whose primary thread `t` is going to be.
    #[inline]
    pub fn begin_region(&self, t: &Thread, size: u32) {
        let outer = t.team.get();
        self.level.keep(outer.level.get() + 1);
        self.active_level.keep(outer.active_level.get() + u32::from(size > 1));
        keep_team(&self.parent, Some(outer));
        self.parent_tid.keep(t.tid.get());
        self.parent_task.keep(Some(t.task_ref()));
        keep_team(&self.group, outer.group.get());
        self.league.keep(outer.league.get());
        self.width.keep(outer.width.get().saturating_mul(size));
        self.size.keep(size);
        self.meet(t);
    }

    /// `t` is going to be the only member, in an initial task inside its current one.
    pub fn begin_inner_initial(&'static self, t: &Thread, icv: Icv, league: League) {
        self.begin_initial(icv);
        self.league.set(league);
        self.width.set(t.team.get().width.get());
        self.parent_task.set(Some(t.task_ref()));
        self.meet(t);
    }

    /// Notes where `t`, the primary thread, goes on after the region.
    #[inline]
    fn meet(&self, t: &Thread) {
        self.outer.set(Some(Outer::of(t)));
        t.meet_region();
    }

    /// The region has ended: where its primary thread goes on.
    #[inline]
    pub(in crate::engine::records) fn end_region(&self) -> Option<Outer> {
        self.outer.replace(None)
    }

    /// The team is team number `league.team` of a league now.
    pub fn enter_league(&self, league: League) {
        self.league.set(league);
    }

    /// Makes this the initial team of a hidden helper.
    pub fn serve_helper(&self) {
        self.of_helper.set(true);
    }

    /// Takes up to `wanted - 1` threads for the next region out of what the limit of its contention
    /// `group` leaves; how many there are with the primary thread.
    #[cold]
    pub fn reserve(&self, group: &Team, wanted: u32, limit: u32) -> u32 {
        let mut busy = group.busy.load(Ordering::Relaxed);
        let extra = loop {
            let extra = (wanted - 1).min(limit.saturating_sub(busy + 1));
            match group.busy.compare_exchange_weak(busy, busy + extra, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => break extra,
                Err(now) => busy = now,
            }
        };
        self.reserved.set(extra);
        extra + 1
    }

    /// Gives all but `kept` of the threads back that were reserved for the region in contention `group`.
    #[inline]
    pub fn give_reserved_back(&self, group: Option<&Team>, kept: u32) {
        let reserved = self.reserved.get();
        if reserved > kept
            && let Some(group) = group
        {
            self.reserved.set(kept);
            group.busy.fetch_sub(reserved - kept, Ordering::Relaxed);
        }
    }

    /// In a forked child: the calling thread is the only member left. How many there were.
    pub fn lose_others(&self) -> u32 {
        self.size.replace(1)
    }

    /// In a forked child: nobody comes who could do what the team waits for.
    pub fn become_orphan(&self) {
        self.orphaned.set(true);
    }

    /// At the end of a region: whether a fork has made it an orphan, which it is no longer.
    #[inline]
    pub fn ends_orphaned(&self) -> bool {
        let orphaned = self.orphaned.get();
        if orphaned {
            self.orphaned.set(false);
        }
        orphaned
    }

    /// In a forked child: the primary thread goes back to a team that it is the only member of.
    pub fn outer_remains_alone(&self) {
        if let Some(outer) = self.outer.get() {
            self.outer.set(Some(Outer { tid: 0, nthreads: 1, ..outer }));
        }
    }

    /// Makes this a thread's initial team: level 0, one member.
    pub fn begin_initial(&'static self, icv: Icv) {
        self.group.set(Some(self));
        self.league.set(League::ALONE);
        self.set_icv(icv);
        self.level.set(0);
        self.active_level.set(0);
        self.parent.set(None);
        self.width.set(1);
        self.size.set(1);
    }

    /// The control variables that implicit tasks of the region inherit.
    pub fn icv(&self) -> *const Icv {
        self.icv.get()
    }

    /// Sets what [`Team::icv`] gives. Only between regions.
    #[inline]
    pub fn set_icv(&self, icv: Icv) {
        // SAFETY: no region of this team runs, so no member reads it. Compared first, because the line stays shared
        // with the members' processors when nothing changed.
        unsafe {
            if *self.icv.get() != icv {
                *self.icv.get() = icv;
            }
        }
    }

    #[inline]
    fn chunk_of(index: u32) -> usize {
        (2 * index + 1).ilog2() as usize
    }

    /// The numbers of the places in a chunk.
    fn places_in(chunk: usize) -> Range<usize> {
        if chunk == 0 { 0..1 } else { 1 << (chunk - 1)..1 << chunk }
    }

    /// The place of member `index`, which must have been made.
    #[inline]
    pub fn slot(&self, index: u32) -> &'static Slot {
        let chunk = self.chunks[Self::chunk_of(index)].load(Ordering::Relaxed);
        // SAFETY: `make_slot` has filled the chunk, which is never freed and has the place.
        unsafe { &*chunk.wrapping_add(index as usize) }
    }

    /// Makes the place of member `index`, if it was never made.
    pub fn make_slot(&self, index: u32) {
        let chunk = Self::chunk_of(index);
        if self.chunks[chunk].load(Ordering::Relaxed).is_null() {
            let numbers = Self::places_in(chunk);
            let first = numbers.start;
            let places: Vec<Slot> = numbers.map(|_| Slot::new()).collect();
            self.chunks[chunk].store(places.leak().as_mut_ptr().wrapping_sub(first), Ordering::Relaxed);
        }
    }

    /// In a forked child: nobody waits anywhere, no barrier is under way, and of the tasks those at `kept` are left. Whether all of
    /// these are: a fork without handlers may have found another thread at them.
    pub fn reset_meeting_points(&self, survivor: &Thread, kept: &Slot) -> bool {
        self.event.after_fork_in_child();
        self.phases.forget(u32::from(kept.task.counts.is_unquiet()));
        self.cancel.forget();
        let mut whole = self.priorities.forget(|task| task.is_of(survivor));
        self.ring.after_fork_in_child();
        for chunk in 0..self.chunks.len() {
            let places = self.chunks[chunk].load(Ordering::Relaxed);
            if places.is_null() {
                continue;
            }
            for index in Self::places_in(chunk) {
                // SAFETY: as in `slot`.
                let slot = unsafe { &*places.wrapping_add(index) };
                slot.arrivals.iter().for_each(|count| count.store(0, Ordering::Relaxed));
                if ptr::eq(slot, kept) {
                    whole &= slot.deque.keep();
                } else {
                    slot.deque.forget();
                }
            }
        }
        whole
    }

    /// The team `level` of this one's ancestry and the number of its member that leads to this team.
    pub fn ancestor(&'static self, level: u32, tid: u32) -> (&'static Team, u32) {
        let (mut team, mut tid) = (self, tid);
        while team.level.get() > level {
            let Some(parent) = team.parent.get() else { break };
            tid = team.parent_tid.get();
            team = parent;
        }
        (team, tid)
    }
}
