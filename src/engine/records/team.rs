//! Teams: the threads of one parallel region, and their shared data.

use crate::engine::ground::request::{Body, League};
use crate::sys::sanitizer;
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicU64, Ordering};
use crossbeam_utils::CachePadded;
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::mem::offset_of;
use std::ops::Range;
use std::ptr;

use crate::engine::ground::icv::Icv;
use crate::engine::ground::numbers;
use crate::engine::protocols::barrier::precedence::Precedence;
use crate::engine::protocols::barrier::protocol::LEVELS;
use crate::engine::protocols::combining::Offer;
use crate::engine::protocols::handoff::{Lease, PassedOn, Signal};
use crate::engine::records::admission::TeamAdmission;
use crate::engine::records::affinity::TeamAffinity;
use crate::engine::records::cancel;
use crate::engine::records::cancel::Cancel;
use crate::engine::records::noted::Noted;
use crate::engine::records::seat::Seat;
use crate::engine::records::staff::Staff;
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

/// The words that a region's primary thread writes and its workers read: one cache line has
/// everything that starts them.
#[repr(C, align(128))]
pub struct Go {
    pub signal: Signal,
    pub start: Start,
    /// Room for words that an ABI layer hands to the members.
    pub stash: UnsafeCell<[usize; STASH]>,
    /// The time at which the signal last found somebody asleep.
    pub rung: Rung,
}

/// The words with which the members of a region begin.
#[repr(C)]
pub struct Start {
    pub body: Noted<Option<Body>>,
    pub data: Noted<*mut c_void>,
    /// The numbers with which the region's worksharing constructs begin: the primary thread may
    /// have met some without the others.
    pub position: Noted<Position>,
}

/// The start of a region as the first member of a group passes it on to the others of its group:
/// what [`Go`] has, in a cache line that only these read.
#[repr(C, align(128))]
pub struct Relayed {
    pub number: PassedOn,
    pub start: Start,
}

/// Words of [`Go::stash`]: the rest of two cache lines.
pub const STASH: usize = 11;

/// A member's slot in a team: its implicit task, and the words that other members read.
#[repr(C, align(128))]
pub struct Slot {
    /// Number of the last barrier this member arrived at (in a team of two).
    pub arrived: AtomicU32,
    /// Number of the last barrier of which this member, the first of a group, has told the others
    /// of the group that all members have come to it (in large teams).
    pub passed_on: AtomicU32,
    /// The worksharing constructs that this member has left.
    pub progress: Progress,
    /// Arrivals at the barrier in the groups whose first member this is, one counter for each level
    /// of the tree.
    pub arrivals: CachePadded<[AtomicU32; LEVELS]>,
    /// Iterations of a loop that are set aside for this member and may be stolen, one cell for each
    /// entry of the ring.
    pub shares: [ShareCell; RING],
    /// Marks of members, or groups of them, whose shares are empty.
    pub marks: CachePadded<[AtomicU64; RING]>,
    /// At the beginning of a cache line, as its fields expect.
    pub task: Task,
    /// The last `single` whose `copyprivate` variables this member has copied; kept in regions that
    /// can be cancelled only.
    pub copied: AtomicU32,
    /// This member's list in a reduction.
    pub offer: Offer,
    /// Number of the last barrier that the member passed; its own.
    pub barrier: Noted<u32>,
    /// The member's own state in the worksharing constructs.
    pub cursor: Cursor,
    /// The member's place; its own.
    pub seat: Cell<Seat>,
    /// The start of the last large region, for the others of the group whose first member this is.
    pub relayed: Relayed,
    /// Tasks that wait for a thread.
    pub deque: CachePadded<Deque<TaskRef>>,
}

#[repr(align(64))]
#[derive(Default)]
pub struct ShareCell(pub AtomicU64);

const _: () = assert!(offset_of!(Slot, task) % 64 == 0);

impl Start {
    fn new(position: Position) -> Self {
        Self { body: Noted::new(None), data: Noted::new(ptr::null_mut()), position: Noted::new(position) }
    }

    /// Sets the body and data that the members of the next region call, and the numbers with which
    /// its constructs begin.
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

impl Relayed {
    /// Passes on the region of `size` members that the calling one, which owns `lease`, has joined,
    /// and `start` of it.
    pub fn pass_on(&self, lease: &Lease<Team>, size: u32, start: &Start) {
        // The others read it only as members of this region, which waits for them.
        self.start.body.set(start.body.get());
        self.start.data.set(start.data.get());
        self.start.position.set(start.position.get());
        self.number.pass_on(lease, size);
    }
}

impl Slot {
    fn new() -> Self {
        Self {
            arrived: AtomicU32::new(0),
            passed_on: AtomicU32::new(0),
            progress: Progress::default(),
            arrivals: CachePadded::default(),
            shares: Default::default(),
            marks: CachePadded::default(),
            copied: AtomicU32::new(0),
            offer: Offer::default(),
            barrier: Noted::new(0),
            cursor: Cursor::default(),
            seat: Cell::new(Seat::NONE),
            relayed: Relayed { number: PassedOn::default(), start: Start::new(Position::start()) },
            task: Task::new(Block::none()),
            deque: CachePadded::default(),
        }
    }

    /// Notes that the member has passed barrier `number`, or has come to the one at the end of the
    /// region.
    #[inline]
    pub fn pass_barrier(&self, number: u32) {
        self.barrier.set(number);
    }

    /// Tells the others of the member's group that all members have come to barrier `number`.
    #[inline]
    pub fn pass_on(&self, number: u32) {
        // Release: they see what the members did before the barrier, as this member does.
        self.passed_on.store(number, Ordering::Release);
    }

    /// Keeps the word for that in step, where regions end and nobody looks at it: it would seem to
    /// lie ahead in the end.
    #[inline]
    pub fn keep_up(&self, number: u32) {
        catch_up(&self.passed_on, number);
    }

    /// The furthest number that a construct of this member has.
    pub fn furthest(&self) -> Position {
        self.cursor.position()
    }

    /// Prepares the slot for a member that was not in the team's last region.
    pub fn join(&self, barrier: u32, position: Position) {
        self.arrived.store(barrier, Ordering::Relaxed);
        self.passed_on.store(barrier, Ordering::Relaxed);
        self.barrier.set(barrier);
        self.progress.set(position.construct);
        self.copied.store(position.single, Ordering::Relaxed);
        self.offer.clear();
        // If the process forks before the member begins, the child reads this.
        self.cursor.start(position);
        for share in &self.shares {
            // A tag that no construct of the next 2³¹ has.
            share.0.store(u64::from(position.construct.wrapping_sub(1)) << 32, Ordering::Relaxed);
        }
    }
}

/// The state that the primary thread goes back to when the region ends.
#[derive(Clone, Copy)]
pub struct Outer {
    pub team: &'static Team,
    pub slot: &'static Slot,
    pub peer: &'static Slot,
    pub tid: u32,
    pub nthreads: u32,
    pub task: TaskRef,
    pub tied: Option<TaskRef>,
    /// The slot cannot tell this: at the end of a region, tasks run after the last barrier has been
    /// noted there.
    pub phase: u32,
}

impl Outer {
    /// The present state of `t`.
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

/// A team. It is kept with its workers after a region, for the next region at the same depth of the
/// same thread. Never freed: a slow worker may look at it after it left.
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
    /// The number of threads that the native thread has at this level, if all its teams are like
    /// this one and those around it.
    pub width: Noted<u32>,
    /// Size in the current region.
    pub size: Noted<u32>,
    /// The initial team of the native thread that the region descends from, which counts its
    /// threads.
    pub group: Noted<Option<&'static Team>>,
    /// An initial team: whether its thread is a hidden helper.
    pub of_helper: Noted<bool>,
    /// An initial team: threads of its descendants, for thread-limit-var.
    busy: AtomicU32,
    /// The number of threads among `busy` that are this region's.
    reserved: Noted<u32>,
    /// The members that may run now.
    pub admission: TeamAdmission,
    /// The statistics of the current region.
    pub stats: TeamStats,
    /// The binding of its members to places.
    pub places: TeamAffinity,
    /// The task that met the region: parent of the implicit tasks.
    pub parent_task: Noted<Option<TaskRef>>,
    /// The slots, in chunks of 1, 1, 2, 4, 8 … that do not move when the team grows. Each chunk is
    /// given by the address that slot 0 would have in it.
    chunks: [AtomicPtr<Slot>; 28],

    /// Number of the last barrier that all members arrived at (in teams of more than two).
    pub released: CachePadded<AtomicU32>,
    pub precedence: CachePadded<Precedence>,
    /// Members sleep here while they wait for a barrier or for tasks.
    pub event: EventCount,
    pub singles: CachePadded<Singles>,
    pub ring: Ring,
    pub phases: Phases,
    pub cancel: Cancel,
    pub priorities: CachePadded<Priorities<TaskRef>>,
    /// Whether a fork left the team with one member, so that the tasks of the others are never
    /// done.
    pub orphaned: Noted<bool>,

    /// Decides which thread may use the fields below.
    pub lending: Lending,
    /// A nested team: the primary thread of the last region.
    pub primary: Noted<Option<&'static Thread>>,

    // This and the following belong to the primary thread while the team is busy.
    pub outer: Noted<Option<Outer>>,
    pub staff: Staff<Thread>,
    /// The construct at which all members' progress was last brought into step.
    swept: Cell<u32>,
    /// A tool's data about the current region.
    pub tools: CachePadded<TeamTools>,
}

/// Sets a word that shows how far a team has come to `number`, if the word seems to lie ahead of
/// `number`, or is so far behind that it soon would.
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

/// Half of the distance that [`reached`](crate::engine::protocols::barrier::protocol::reached)
/// takes for behind: the other half is for the region that begins.
const STALE: u32 = 1 << 30;

/// The `single` constructs of a team.
pub struct Singles {
    /// The number of `single` constructs that some member has taken.
    pub taken: AtomicU32,
    /// The data that the member which executed a `single` hands to the others (`copyprivate`).
    pub data: AtomicPtr<c_void>,
    /// The number of `single` constructs up to that one.
    pub published: AtomicU32,
}

// SAFETY: the primary thread writes the cells while no region runs, and members read them after
// they have seen `go.signal`, or heard of it by a member that has; the rest is atomic.
unsafe impl Sync for Team {}

impl Team {
    /// A team without workers.
    pub fn new() -> &'static Team {
        let (barrier, start) = (numbers::first(), Position::start());
        let team: &'static Team = Box::leak(sanitizer::unseen(|| {
            Box::new(Team {
                go: Go {
                    signal: Signal::default(),
                    start: Start::new(start),
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
                primary: Noted::new(None),
                outer: Noted::new(None),
                staff: Staff::default(),
                swept: Cell::new(start.construct),
                tools: CachePadded::default(),
            })
        }));
        team.make_slot(0);
        let first = team.slot(0);
        first.join(barrier, start);
        team
    }

    /// Prepares the numbered words for the next region, of `size` members, of which those from
    /// number `live` on were not in the last one. Brings words that are far behind into step with
    /// the primary thread: some barriers and constructs leave some words alone, and these would
    /// seem to lie ahead in the end. Only between regions.
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
        // Each member's word is in a cache line of its own, so they are looked at only once in many
        // regions.
        if worksharing::is_stale(self.swept.get(), position.construct) {
            (0..live).for_each(|tid| self.slot(tid).progress.set(position.construct));
            self.swept.set(position.construct);
        }
    }

    /// Begins a region of `size` members, with `t` as its primary thread.
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

    /// Makes `t` the only member, in an initial task inside its current one.
    pub fn begin_inner_initial(&'static self, t: &Thread, icv: Icv, league: League) {
        self.begin_initial(icv);
        self.league.set(league);
        self.width.set(t.team.get().width.get());
        self.parent_task.set(Some(t.task_ref()));
        self.meet(t);
    }

    /// Notes the point at which `t`, the primary thread, goes on after the region.
    #[inline]
    fn meet(&self, t: &Thread) {
        self.outer.set(Some(Outer::of(t)));
        t.meet_region();
    }

    /// Ends the region: returns the point at which its primary thread goes on.
    #[inline]
    pub(in crate::engine::records) fn end_region(&self) -> Option<Outer> {
        self.outer.replace(None)
    }

    /// Makes this team number `league.team` of a league.
    pub fn enter_league(&self, league: League) {
        self.league.set(league);
    }

    /// Makes this the initial team of a hidden helper.
    pub fn serve_helper(&self) {
        self.of_helper.set(true);
    }

    /// Notes that the workers are offered to others after a region of `t`.
    pub fn offered_by(&self, t: &'static Thread) {
        self.primary.set(Some(t));
    }

    /// Takes up to `wanted - 1` threads for the next region, as far as the limit of its contention
    /// `group` allows. Returns their number with the primary thread.
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

    /// Gives back the threads that were reserved for the region in contention `group`, except
    /// `kept` of them.
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

    /// Makes the calling thread the only member, in a forked child. Returns the former number of
    /// members.
    pub fn lose_others(&self) -> u32 {
        self.size.replace(1)
    }

    /// Marks the team as orphaned, in a forked child: the tasks of the other members are never
    /// done.
    pub fn become_orphan(&self) {
        self.orphaned.set(true);
    }

    /// Takes the mark of an orphaned team away, at the end of a region; whether it had one.
    #[inline]
    pub fn ends_orphaned(&self) -> bool {
        let orphaned = self.orphaned.get();
        if orphaned {
            self.orphaned.set(false);
        }
        orphaned
    }

    /// Makes the primary thread the only member of the team that it goes back to, in a forked
    /// child.
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

    /// Sets the control variables that [`Team::icv`] returns. Only between regions.
    #[inline]
    pub fn set_icv(&self, icv: Icv) {
        // SAFETY: no region of this team runs, so no member reads it. It is compared first: if
        // nothing changed, the line stays in the caches of the members' processors.
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

    /// The numbers of the slots in a chunk.
    fn slots_in(chunk: usize) -> Range<usize> {
        if chunk == 0 { 0..1 } else { 1 << (chunk - 1)..1 << chunk }
    }

    /// The slot of member `index`, which must have been made.
    #[inline]
    pub fn slot(&self, index: u32) -> &'static Slot {
        let chunk = self.chunks[Self::chunk_of(index)].load(Ordering::Relaxed);
        // SAFETY: `make_slot` has filled the chunk, which is never freed and has the slot.
        unsafe { &*chunk.wrapping_add(index as usize) }
    }

    /// Makes the slot of member `index`, if it was never made.
    pub fn make_slot(&self, index: u32) {
        let chunk = Self::chunk_of(index);
        if self.chunks[chunk].load(Ordering::Relaxed).is_null() {
            let numbers = Self::slots_in(chunk);
            let first = numbers.start;
            let slots: Vec<Slot> = sanitizer::unseen(|| numbers.map(|_| Slot::new()).collect());
            self.chunks[chunk].store(slots.leak().as_mut_ptr().wrapping_sub(first), Ordering::Relaxed);
        }
    }

    /// Resets the team in a forked child: nobody waits, no barrier is under way, and only the tasks
    /// at `kept` are left. Returns whether all of those are whole: in a fork without handlers
    /// another thread may have been changing them.
    pub fn reset_meeting_points(&self, survivor: &Thread, kept: &Slot) -> bool {
        self.event.after_fork_in_child();
        self.phases.forget(u32::from(kept.task.counts.is_unquiet()));
        self.cancel.forget();
        let mut whole = self.priorities.forget(|task| task.is_of(survivor));
        self.ring.after_fork_in_child();
        for chunk in 0..self.chunks.len() {
            let slots = self.chunks[chunk].load(Ordering::Relaxed);
            if slots.is_null() {
                continue;
            }
            for index in Self::slots_in(chunk) {
                // SAFETY: as in `slot`.
                let slot = unsafe { &*slots.wrapping_add(index) };
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

    /// The team at `level` among this one's ancestors, and the number of its member that leads to
    /// this team.
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
