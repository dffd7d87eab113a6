//! Dispatch: loops whose iterations the runtime hands out: static, dynamic, guided, and `sections`.
//!
//! The code here works on iteration numbers `0..trip`. The ABI layers turn them into the program's
//! loop variable.

use crate::sys::sync::{AtomicU64, Ordering};

use crate::engine::constructs::worksharing::loop_schedule::{block, parts};
use crate::engine::constructs::worksharing::{enter, leave, ordered};
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::ground::settings;
use crate::engine::policies::other_runtime;
use crate::engine::records::thread::Thread;
use crate::engine::records::worksharing::Mode;
pub use crate::engine::records::worksharing::{Bounds, Loop};
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

/// The most units in a shared word beside the construct's number, with room for the members' last
/// attempts.
const MAX_SHARED: u64 = 1 << 31;

/// The most units that fit twice into a share beside the construct's number.
const MAX_STEAL: u64 = 0xffff;

impl Bounds {
    #[inline(always)]
    fn value(self, iteration: u64) -> u64 {
        self.start.wrapping_add(iteration.wrapping_mul(self.step))
    }
}

/// Iterations handed to a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chunk {
    pub first: u64,
    pub count: u64,
    /// Whether the loop's last iteration is among them.
    pub last: bool,
}

/// Iterations handed to a member, as values of the program's loop variable.
pub struct Values {
    pub first: u64,
    /// The value after that of the last iteration, one step further.
    pub behind: u64,
    /// Whether the loop's last iteration is among them.
    pub last: bool,
}

/// Begins a loop of `trip` iterations. All members of the team call this with the same arguments.
pub fn begin(t: &'static Thread, trip: u64, schedule: Schedule, ordered: bool) {
    if tools::on() {
        events::work_begins(t, events::kind_of_loop(t, schedule.kind), trip);
    }
    begin_in_steps(t, trip, schedule, ordered, 1);
}

/// Begins a `sections` of `count` blocks. They are handed out one after the other, to whichever
/// member asks: a section may wait for an earlier one.
pub fn begin_sections(t: &'static Thread, count: u64) {
    const IN_TURN: Schedule = Schedule { kind: Kind::Dynamic, chunk: 1, order: Order::Monotonic };
    if tools::on() {
        events::work_begins(t, Work::Sections, count);
    }
    begin_in_steps(t, count, IN_TURN, false, 1);
}

/// Begins a loop with `schedule(simd: …)` (OpenMP 5.2, 11.5.3): the number of iterations in each
/// chunk but the last one is a multiple of `width`, and of the schedule's chunk times `width`.
pub fn begin_simd(t: &'static Thread, trip: u64, schedule: Schedule, ordered: bool, width: u64) {
    if tools::on() {
        events::work_begins(t, events::kind_of_loop(t, schedule.kind), trip);
    }
    begin_in_steps(t, trip, schedule, ordered, width.max(1));
}

fn begin_in_steps(t: &'static Thread, trip: u64, schedule: Schedule, ordered: bool, width: u64) {
    let construct = enter(t);
    let state = &t.slot.get().cursor.active;
    let n = t.nthreads.get();
    if n == 1 {
        other_runtime::meets_construct(&t.stranger, || t.team.get().level.get());
    }
    let chunk = schedule.chunk.max(1).saturating_mul(width);
    let mode = match schedule.kind {
        // In a team of one the member gets everything in one piece, unless the caller counts the
        // pieces (as `sections` does).
        Kind::Static | Kind::Auto if n == 1 => Mode::Block,
        _ if n == 1 && schedule.order != Order::Monotonic => Mode::Block,
        Kind::Static | Kind::Auto if schedule.chunk == 0 => Mode::Block,
        Kind::Static | Kind::Auto => Mode::Cyclic,
        Kind::Guided | Kind::FineGuided | Kind::Trapezoidal => Mode::Guided,
        // With stealing, members would wait for each other's whole shares.
        Kind::Dynamic if ordered || !may_fall(schedule) || state.doacross.is_active() => Mode::Shared,
        // With so few chunks a member's share is one at most.
        Kind::Dynamic if trip <= chunk.saturating_mul(n.into()) => Mode::Shared,
        Kind::Dynamic => Mode::Steal,
    };
    let limit = match mode {
        Mode::Block | Mode::Cyclic => u64::MAX,
        Mode::Shared | Mode::Guided => MAX_SHARED,
        Mode::Steal => MAX_STEAL,
    };
    // Guided claims single iterations. The chunk is only the least size of a part.
    let piece = match mode {
        Mode::Block => width,
        Mode::Guided if width == 1 => 1,
        _ => chunk,
    };
    let pieces = parts(trip, piece);
    let (grain, units) = if pieces <= limit { (piece, pieces) } else { in_large_units(trip, piece, pieces, limit) };
    state.construct.set(construct);
    state.mode.set(mode);
    state.trip.set(trip);
    state.chunk.set(chunk);
    state.grain.set(grain);
    state.units.set(units);
    state.first.set(0);
    state.end.set(0);
    state.next.set(match mode {
        Mode::Cyclic => t.tid.get().into(),
        Mode::Guided if schedule.kind == Kind::Guided => n.into(),
        Mode::Guided => 2 * u64::from(n),
        Mode::Block | Mode::Shared | Mode::Steal => 0,
    });
    state.parts.set(0);
    state.given.set(0);
    state.counter.set(None);
    state.ordered.begin(ordered);
}

/// The size and number of the units of a loop whose `pieces` are more than `limit`: a unit is
/// several pieces.
#[cold]
#[inline(never)]
fn in_large_units(trip: u64, piece: u64, pieces: u64, limit: u64) -> (u64, u64) {
    let grain = piece.saturating_mul(pieces.div_ceil(limit));
    (grain, trip.div_ceil(grain))
}

/// Whether a member may get lower iterations after higher ones.
fn may_fall(schedule: Schedule) -> bool {
    schedule.order == Order::Nonmonotonic && !settings::get().force_monotonic
}

/// As [`next`], in values of the program's loop variable.
#[inline(always)]
pub fn next_values(t: &'static Thread) -> Option<Values> {
    let state = &t.slot.get().cursor.active;
    match state.counter.get() {
        Some(counter) if !tools::on() => next_counted(state, counter),
        Some(counter) => next_counted_told(t, state, counter),
        None => {
            let chunk = next(t)?;
            let value = |iteration| state.bounds.get().value(iteration);
            let (first, behind) = (value(chunk.first), value(chunk.first + chunk.count));
            Some(Values { first, behind, last: chunk.last })
        }
    }
}

/// The next chunk, in as few steps as possible. The counter's cache line stays here while the other
/// members wait for it, and this member gets as many chunks as it can meanwhile.
#[inline(always)]
fn next_counted(state: &Loop, counter: &AtomicU64) -> Option<Values> {
    let unit = take_tagged(counter);
    let units = state.units.get();
    if unit >= units {
        return None;
    }
    let bounds = state.bounds.get();
    let stride = state.stride.get();
    let first = bounds.start.wrapping_add(unit.wrapping_mul(stride));
    let last = unit + 1 == units;
    let behind = if last { bounds.value(state.trip.get()) } else { first.wrapping_add(stride) };
    Some(Values { first, behind, last })
}

/// The same, and a tool is told.
#[cold]
fn next_counted_told(t: &Thread, state: &Loop, counter: &AtomicU64) -> Option<Values> {
    let values = next_counted(state, counter)?;
    let bounds = state.bounds.get();
    // Unsigned numbers that wrap, whichever way the loop goes.
    let count = |from: u64, to: u64| to.wrapping_sub(from).cast_signed() / bounds.step.cast_signed();
    let first = count(bounds.start, values.first).cast_unsigned();
    events::part_begins(t, first, count(values.first, values.behind).cast_unsigned());
    Some(values)
}

/// The calling member's next iterations, or `None` when there are no more.
#[inline(never)]
pub fn next(t: &'static Thread) -> Option<Chunk> {
    let state = &t.slot.get().cursor.active;
    let ordered = state.ordered.is_active();
    if ordered {
        ordered::finish_chunk(t, state);
    }
    if state.first.get() == state.end.get() && !claim(t, state) {
        return None;
    }
    let first = state.first.get();
    let left = state.end.get() - first;
    let count = match state.mode.get() {
        Mode::Block | Mode::Guided => left,
        _ => left.min(state.chunk.get()),
    };
    state.first.set(first + count);
    if ordered {
        state.ordered.begin_chunk(first, count);
    }
    if tools::on() {
        events::part_begins(t, first, count);
    }
    Some(Chunk { first, count, last: first + count == state.trip.get() })
}

/// Leaves the loop. `nowait`: no barrier follows.
pub fn end(t: &Thread, nowait: bool) {
    if tools::on() {
        events::work_ends(t);
    }
    let state = &t.slot.get().cursor.active;
    state.memory.release();
    state.doacross.end();
    leave(t, state.construct.get(), nowait);
}

/// Whether a member that leaves its loop has nothing to give back.
#[inline(always)]
pub fn holds_nothing(t: &Thread) -> bool {
    let state = &t.slot.get().cursor.active;
    state.memory.memory().is_none() && !state.doacross.is_active()
}

/// As [`end`], where [`holds_nothing`] is true, and a tool is told otherwise or there is none.
#[inline(always)]
pub fn end_plain(t: &Thread, nowait: bool) {
    leave(t, t.slot.get().cursor.active.construct.get(), nowait);
}

/// Leaves the loop that the calling member may be in, which is cancelled.
pub fn end_if_inside(t: &Thread) {
    let cursor = &t.slot.get().cursor;
    // Leaving a loop raises the count.
    if cursor.active.construct.get() == cursor.position().construct {
        end(t, true);
    }
}

/// Claims the next unit; false when none is left.
#[inline]
fn claim(t: &Thread, state: &Loop) -> bool {
    match (state.mode.get(), state.next.get()) {
        (Mode::Steal, 0) => {
            if let Some(unit) = take_own(t, state) {
                let first = unit * state.grain.get();
                state.first.set(first);
                // This is not the loop's last unit, so it is a whole one.
                state.end.set(first + state.grain.get());
                return true;
            }
        }
        (Mode::Shared, 1) => {
            let unit = take_tagged(&t.team.get().ring.entry(state.construct.get()).taken);
            return set_claimed(state, unit);
        }
        _ => {}
    }
    claim_slowly(t, state)
}

/// Notes that the member has claimed `unit`, if the loop has it; whether it has.
#[inline]
fn set_claimed(state: &Loop, unit: u64) -> bool {
    let there = unit < state.units.get();
    if there {
        let first = unit * state.grain.get();
        state.first.set(first);
        state.end.set(first.saturating_add(state.grain.get()).min(state.trip.get()));
    }
    there
}

#[inline(never)]
fn claim_slowly(t: &Thread, state: &Loop) -> bool {
    let units = state.units.get();
    let (first, end) = match state.mode.get() {
        Mode::Block => {
            if state.next.replace(1) == 1 {
                return false;
            }
            let (first, end) = block(units, t.nthreads.get(), t.tid.get());
            if first == end {
                return false;
            }
            (first, end)
        }
        Mode::Cyclic => {
            let unit = state.next.get();
            if unit >= units {
                return false;
            }
            state.next.set(unit.saturating_add(u64::from(t.nthreads.get())));
            (unit, unit + 1)
        }
        Mode::Shared => {
            // From now on the word is known to be this loop's. A look before the fetch-add would
            // bring the contended line here twice.
            state.next.set(1);
            let construct = state.construct.get();
            let word = &t.team.get().ring.entry(construct).taken;
            if state.grain.get() == state.chunk.get() && !state.ordered.is_active() {
                state.counter.set(Some(word));
                state.stride.set(state.chunk.get().wrapping_mul(state.bounds.get().step));
            }
            return set_claimed(state, take_shared(word, construct));
        }
        Mode::Steal if state.next.get() == 1 => return false,
        Mode::Steal => match steal(t, state).or_else(|| take_last(t, state)) {
            Some(unit) => (unit, unit + 1),
            None => return false,
        },
        Mode::Guided => match take_guided(t, state) {
            Some(part) => part,
            None => return false,
        },
    };
    let grain = state.grain.get();
    state.first.set(first * grain);
    state.end.set(end.saturating_mul(grain).min(state.trip.get()));
    true
}

/// The next unit of a shared counter for `construct`. A counter with another construct's number
/// begins at 0.
#[inline]
fn take_shared(word: &AtomicU64, construct: u32) -> u64 {
    let tag = u64::from(construct) << 32;
    // Not a look first, which would bring the contended line here twice. If the word is of an older
    // loop, nobody reads that count any more.
    let found = word.fetch_add(1, Ordering::Relaxed);
    if found >> 32 == u64::from(construct) {
        return found & 0xffff_ffff;
    }
    let mut now = found.wrapping_add(1);
    while now >> 32 != u64::from(construct) {
        match word.compare_exchange_weak(now, tag | 1, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return 0,
            Err(other) => now = other,
        }
    }
    take_tagged(word)
}

/// The next unit of a shared counter that carries the construct's number.
#[inline]
fn take_tagged(word: &AtomicU64) -> u64 {
    // Each member asks once after the end, so the count cannot run into the tag.
    word.fetch_add(1, Ordering::Relaxed) & 0xffff_ffff
}

/// The next part of a guided loop. The sizes of all parts follow from the loop, so a member that
/// has taken a part's number works out which units these are. Members that took units by
/// compare-exchange would take most of their turns in vain in a large team.
fn take_guided(t: &Thread, state: &Loop) -> Option<(u64, u64)> {
    let construct = state.construct.get();
    let word = &t.team.get().ring.entry(construct).taken;
    let units = state.units.get();
    let least = state.chunk.get().div_ceil(state.grain.get());
    let (mut known, mut first) = (state.parts.get(), state.given.get());
    let part = if known == 0 { take_shared(word, construct) } else { take_tagged(word) };
    loop {
        let left = units - first;
        if left == 0 {
            return None;
        }
        let end = first + left.div_ceil(state.next.get()).max(least).min(left);
        known += 1;
        if known > part {
            state.parts.set(known);
            state.given.set(end);
            return Some((first, end));
        }
        first = end;
    }
}

/// A member's share of the units of a loop: construct number in bits 63…32, first unit in 31…16,
/// end in 15…0.
///
/// The owner takes from the front, thieves take from the back, all by compare-exchange. Only the
/// owner refills an empty share. If the word has a former value again, then that value is true
/// again (these units are in the share, unclaimed), so there is no ABA problem.
#[derive(Clone, Copy)]
struct Share(u64);

impl Share {
    fn new(construct: u32, first: u64, end: u64) -> Self {
        Self(u64::from(construct) << 32 | first << 16 | end)
    }

    /// The share of member `index`, according to its cell: its whole block, if no member has
    /// touched the cell in this loop.
    fn read(cell: u64, state: &Loop, n: u32, index: u32) -> Self {
        if cell >> 32 == u64::from(state.construct.get()) {
            return Self(cell);
        }
        let (first, end) = block(state.units.get().saturating_sub(1), n, index);
        Self::new(state.construct.get(), first, end)
    }

    fn first(self) -> u64 {
        self.0 >> 16 & 0xffff
    }

    fn end(self) -> u64 {
        self.0 & 0xffff
    }
}

#[inline]
fn cell(t: &Thread, construct: u32, index: u32) -> &'static AtomicU64 {
    let slot = if index == t.tid.get() { t.slot.get() } else { t.team.get().slot(index) };
    &slot.shares[construct as usize % crate::engine::constructs::worksharing::RING].0
}

/// The first unit of the member's own share.
#[inline]
fn take_own(t: &Thread, state: &Loop) -> Option<u64> {
    let construct = state.construct.get();
    let cell = &t.slot.get().shares[construct as usize % crate::engine::constructs::worksharing::RING].0;
    let mut now = cell.load(Ordering::Relaxed);
    loop {
        let share = Share::read(now, state, t.nthreads.get(), t.tid.get());
        let (first, end) = (share.first(), share.end());
        if first == end {
            return None;
        }
        let rest = Share::new(construct, first + 1, end);
        match cell.compare_exchange_weak(now, rest.0, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return Some(first),
            Err(other) => now = other,
        }
    }
}

/// Takes the loop's last unit, if no member has it yet.
#[cold]
fn take_last(t: &Thread, state: &Loop) -> Option<u64> {
    state.next.set(1);
    let construct = state.construct.get();
    let taken = &t.team.get().ring.entry(construct).taken;
    let free = state.units.get() > 0 && taken.load(Ordering::Relaxed) >> 32 != u64::from(construct);
    (free && take_shared(taken, construct) == 0).then(|| state.units.get() - 1)
}

/// Steals half of another member's share: one unit to run now, and the rest becomes the thief's own
/// share.
#[cold]
fn steal(t: &Thread, state: &Loop) -> Option<u64> {
    let construct = state.construct.get();
    let n = t.nthreads.get();
    for distance in 1..n {
        let victim = (t.tid.get() + distance) % n;
        let cell_of_victim = cell(t, construct, victim);
        let mut now = cell_of_victim.load(Ordering::Relaxed);
        loop {
            let share = Share::read(now, state, n, victim);
            let (first, end) = (share.first(), share.end());
            if first == end {
                break;
            }
            let cut = end - (end - first).div_ceil(2);
            let rest = Share::new(construct, first, cut);
            match cell_of_victim.compare_exchange_weak(now, rest.0, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => {
                    cell(t, construct, t.tid.get()).store(Share::new(construct, cut + 1, end).0, Ordering::Relaxed);
                    return Some(cut);
                }
                Err(other) => now = other,
            }
        }
    }
    None
}
