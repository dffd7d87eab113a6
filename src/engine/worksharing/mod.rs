//! Worksharing: dividing work among the members of a team.
//!
//! No construct has shared state to set up or to tear down. All members meet the same constructs in the same order,
//! so each counts them, and the number of the construct tags what is shared: a word that still carries an older
//! number is as good as new. What could go wrong is a member that laps a slower one around the ring; [`Ring`] says
//! how that is prevented.

pub mod copyprivate;
pub mod dispatch;
pub mod doacross;
pub mod nest;
pub mod ordered;
pub mod progress;
pub mod schedule;
pub mod shared;
pub mod single;

use crate::sys::sync::{AtomicU32, AtomicU64, Ordering};
use std::cell::Cell;

use super::numbers::{self, earlier, later};
use super::team::Team;
use super::thread::Thread;
use super::wait::{self, EventCount};

/// How many constructs without a barrier between them may be in flight.
pub const RING: usize = 8;

/// What the members share of the constructs in flight: construct number `n` uses entry `n % RING`.
///
/// A member that begins construct `n` must know that all have left `n - RING`. They have if a barrier came in between,
/// so it looks only when `RING` constructs or more have begun since the last barrier: at each member's
/// [`progress`], the number of constructs it has left. What it sees there can be good for several
/// constructs.
#[derive(Default)]
pub struct Ring([Entry; RING]);

impl Ring {
    /// For a team whose first construct is `first`.
    pub fn new(first: u32) -> Self {
        let ring = Self::default();
        for entry in &ring.0 {
            // A tag that no construct of the next 2³¹ has; fresh memory would be taken for that of number 0.
            let none = first.wrapping_sub(1);
            entry.taken.store(u64::from(none) << 32, Ordering::Relaxed);
            entry.turn.construct.store(none, Ordering::Relaxed);
        }
        ring
    }

    pub fn entry(&self, construct: u32) -> &Entry {
        &self.0[construct as usize % RING]
    }

    /// Members that wait for their turn look whether they still are to.
    pub fn wake_ordered(&self) {
        self.0.iter().for_each(|entry| entry.turn.event.notify_all());
    }

    /// In a forked child nobody waits for a turn.
    pub fn after_fork_in_child(&self) {
        self.0.iter().for_each(|entry| entry.turn.event.after_fork_in_child());
    }
}

/// What the members share of one construct.
#[repr(align(128))]
#[derive(Default)]
pub struct Entry {
    /// Construct number in the high half, units of work handed out in the low half.
    pub taken: AtomicU64,
    pub turn: Turn,
    pub meeting: shared::Meeting,
}

/// Whose turn it is in an ordered construct; see `ordered`.
#[repr(align(64))]
#[derive(Default)]
pub struct Turn {
    pub construct: AtomicU32,
    pub iteration: AtomicU64,
    pub event: EventCount,
}

/// How many constructs a member has met: all members of a team are equal in it at each barrier.
#[derive(Clone, Copy)]
pub struct Position {
    pub construct: u32,
    pub single: u32,
}

impl Position {
    /// Where a new team begins.
    pub fn start() -> Self {
        Self { construct: numbers::first(), single: numbers::first() }
    }

    /// The one that has come further, in each of the two counts.
    pub fn later(self, other: Self) -> Self {
        Self { construct: later(self.construct, other.construct), single: later(self.single, other.single) }
    }
}

/// Where one member stands. In its slot, so that a nested region leaves it alone. [`Cursor::start`] sets it before each region.
#[derive(Default)]
pub struct Cursor {
    /// Number of the next construct that uses the ring.
    construct: Cell<u32>,
    /// What `construct` was at the last barrier.
    floor: Cell<u32>,
    /// The first construct that some member may not have left, as far as this one knows.
    left: Cell<u32>,
    /// Number of the next `single`.
    single: Cell<u32>,
    /// Number of the first one that may not be taken, as far as the member knows.
    taken: Cell<u32>,
    /// The loop that the member is in.
    pub active: dispatch::Loop,
}

impl Cursor {
    /// Where a region begins.
    #[inline]
    pub fn start(&self, at: Position) {
        self.construct.set(at.construct);
        self.floor.set(at.construct);
        self.left.set(at.construct);
        self.single.set(at.single);
        self.taken.set(at.single);
    }

    #[inline]
    pub fn position(&self) -> Position {
        Position { construct: self.construct.get(), single: self.single.get() }
    }

    /// All members have left all constructs so far.
    #[inline]
    pub fn passed_barrier(&self) {
        self.floor.set(self.construct.get());
        self.left.set(self.construct.get());
    }
}

/// Begins a construct that uses the ring; returns its number.
fn enter(t: &Thread) -> u32 {
    let cursor = &t.slot.get().cursor;
    let construct = cursor.construct.get();
    if construct.wrapping_sub(cursor.left.get()) >= RING as u32 && t.nthreads.get() > 1 {
        wait_for_room(t, construct);
    }
    construct
}

/// Leaves construct number `construct`. `nowait`: no barrier follows, so others may wait for this.
#[inline]
fn leave(t: &Thread, construct: u32, nowait: bool) {
    let slot = t.slot.get();
    // Added, not set: after a fork the survivor stands further on than its own count.
    slot.cursor.construct.set(slot.cursor.construct.get().wrapping_add(1));
    let next = construct.wrapping_add(1);
    if !nowait {
        slot.progress.keep_up(next);
    } else if t.nthreads.get() > 1 {
        slot.progress.publish(next);
        t.team.get().event.notify_all();
    }
}

#[cold]
fn wait_for_room(t: &Thread, construct: u32) {
    let team: &Team = t.team.get();
    let oldest = construct.wrapping_sub(RING as u32);
    let cursor = &t.slot.get().cursor;
    let mut all_left = construct;
    for index in 0..t.nthreads.get() {
        let other = team.slot(index);
        if std::ptr::eq(other, t.slot.get()) {
            continue;
        }
        let has_left = || other.progress.seen_from(cursor.floor.get());
        let ready = || (has_left().wrapping_sub(oldest) as i32) > 0;
        t.barriers.wait(ready, || team.event.sleep(wait::sleeper(t.tid.get(), false), ready));
        all_left = earlier(all_left, has_left());
    }
    cursor.left.set(all_left);
}
