//! Dispatch: loops whose iterations the runtime hands out: static, dynamic, guided, and `sections`.
//!
//! The code here works on iteration numbers `0..trip`. The ABI layers turn them into the program's
//! loop variable.

use crate::sys::sync::{AtomicU64, Ordering};

use crate::engine::constructs::worksharing::loop_schedule::{block, parts};
use crate::engine::constructs::worksharing::{RING, enter, leave, ordered};
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::ground::settings;
use crate::engine::policies::other_runtime;
use crate::engine::protocols::sharing;
use crate::engine::records::team::Slot;
use crate::engine::records::thread::Thread;
use crate::engine::records::worksharing::{Asks, Mode};
pub use crate::engine::records::worksharing::{Bounds, Loop};
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

/// The most units in a shared word beside the construct's number, with room for the members' last
/// attempts.
const MAX_SHARED: u64 = 1 << 31;

/// The most units that fit twice into a share beside the construct's number.
const MAX_STEAL: u64 = 0xffff;

/// In teams up to this size, members always ask for the next part of a loop, without a look first
/// whether there is one.
const SMALL: u32 = 8;

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
        _ if n == 1 && schedule.order != Order::Monotonic => Mode::Block,
        Kind::Static | Kind::Auto if n == 1 || schedule.chunk == 0 => Mode::Block,
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
    state.near.set(units.saturating_sub(if n > SMALL { n.into() } else { 1 }));
    state.first.set(0);
    state.end.set(0);
    state.next.set(match mode {
        Mode::Cyclic => t.tid.get().into(),
        Mode::Guided if schedule.kind == Kind::Guided => n.into(),
        Mode::Guided => 2 * u64::from(n),
        Mode::Block | Mode::Shared | Mode::Steal => 0,
    });
    state.asks.set(Asks::First);
    state.parts.set(0);
    state.given.set(0);
    state.counter.set(None);
    state.ordered.begin(ordered);
    if n > SMALL {
        begin_in_large_team(t, state);
    }
}

/// Prepares words that many members are going to change.
fn begin_in_large_team(t: &Thread, state: &Loop) {
    match state.mode.get() {
        Mode::Steal => sharing::begin(&Sharing { t, state }, t.tid.get()),
        // The members do not use the counter of this loop, but perhaps that of the next one in its
        // place.
        Mode::Block | Mode::Cyclic if t.tid.get() == 0 => prepare_next(t, state),
        _ => {}
    }
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
        Some(counter) if !tools::on() => next_counted(t, state, counter),
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
fn next_counted(t: &Thread, state: &Loop, counter: &AtomicU64) -> Option<Values> {
    let unit = take_tagged(counter);
    if unit >= state.near.get() && !is_there(t, state, unit) {
        return None;
    }
    let bounds = state.bounds.get();
    let stride = state.stride.get();
    let first = bounds.start.wrapping_add(unit.wrapping_mul(stride));
    let last = unit + 1 == state.units.get();
    let behind = if last { bounds.value(state.trip.get()) } else { first.wrapping_add(stride) };
    Some(Values { first, behind, last })
}

/// Whether the loop has the unit that the member has taken, which is one of the last if so. It asks
/// for the next one by [`next`].
#[cold]
fn is_there(t: &Thread, state: &Loop, unit: u64) -> bool {
    let units = state.units.get();
    state.counter.set(None);
    if unit >= units {
        note_end(t, state, unit - units);
    } else {
        note_near_end(t, state, units - unit - 1);
    }
    unit < units
}

/// The same, and a tool is told.
#[cold]
fn next_counted_told(t: &Thread, state: &Loop, counter: &AtomicU64) -> Option<Values> {
    let values = next_counted(t, state, counter)?;
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
    match state.mode.get() {
        Mode::Steal if state.next.get() == 0 => {
            if let Some(unit) = sharing::take_own(&Sharing { t, state }, t.tid.get()) {
                let first = unit * state.grain.get();
                state.first.set(first);
                // This is not the loop's last unit, so it is a whole one.
                state.end.set(first + state.grain.get());
                return true;
            }
        }
        Mode::Shared if state.asks.get() == Asks::Again => {
            let unit = take_tagged(t.team.get().ring.counter(state.construct.get()));
            return claim_taken(t, state, unit);
        }
        _ => {}
    }
    claim_slowly(t, state)
}

/// Claims the unit with the number that the member has taken, if the loop has it.
#[inline]
fn claim_taken(t: &Thread, state: &Loop, unit: u64) -> bool {
    if unit >= state.near.get() && !is_there(t, state, unit) {
        return false;
    }
    let first = unit * state.grain.get();
    state.first.set(first);
    state.end.set(first.saturating_add(state.grain.get()).min(state.trip.get()));
    true
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
            let is_first = state.asks.get() == Asks::First;
            let Some(unit) = ask(t, state, |taken| taken >= units) else { return false };
            if is_first && unit < state.near.get() && can_count(state) {
                state.counter.set(Some(t.team.get().ring.counter(state.construct.get())));
                state.stride.set(state.chunk.get().wrapping_mul(state.bounds.get().step));
            }
            return claim_taken(t, state, unit);
        }
        Mode::Steal if state.next.get() == 1 => return false,
        Mode::Steal => match sharing::steal(&Sharing { t, state }, t.tid.get()).or_else(|| take_last(t, state)) {
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

/// Whether a unit is a chunk, and nobody need be told of its end.
fn can_count(state: &Loop) -> bool {
    state.grain.get() == state.chunk.get() && !state.ordered.is_active()
}

/// The next number of the loop's counter, or `None` if the member finds out without it that the
/// loop is over. `is_over`: whether the loop is over after that many parts.
fn ask(t: &Thread, state: &Loop, is_over: impl Fn(u64) -> bool) -> Option<u64> {
    let construct = state.construct.get();
    let counter = t.team.get().ring.counter(construct);
    match state.asks.get() {
        Asks::First => {
            state.asks.set(Asks::Again);
            Some(take_shared(counter, construct))
        }
        Asks::Again => Some(take_tagged(counter)),
        // All members look at about the same time. They share the line then, where each would have
        // it for itself to count.
        Asks::NearEnd if is_over(count_of(counter.load(Ordering::Relaxed))) => {
            state.asks.set(Asks::Over);
            None
        }
        Asks::NearEnd => Some(take_tagged(counter)),
        Asks::Over => None,
    }
}

/// Notes that the member has taken a part of the loop by its counter, after which there are `left`
/// others.
fn note_near_end(t: &Thread, state: &Loop, left: u64) {
    let n = t.nthreads.get();
    if left == 0 {
        state.asks.set(Asks::Over);
        if n > SMALL {
            prepare_next(t, state);
        }
    } else if n > SMALL && left < u64::from(n) {
        // Until the member asks again, each of the others has probably taken one.
        state.asks.set(Asks::NearEnd);
    }
}

/// Notes that the member has asked the counter after the loop's end, as `others` did before it.
fn note_end(t: &Thread, state: &Loop, others: u64) {
    state.asks.set(Asks::Over);
    // In a small team all members do so once, but for the one that took the last part. The last of
    // them has the counter's line to itself, and gives it to the construct that uses it next.
    let n = u64::from(t.nthreads.get());
    if n <= SMALL.into() && others + 2 == n && state.units.get() > 0 {
        prepare(t, state.construct.get().wrapping_add(2 * RING as u32));
    }
}

/// Prepares a counter for the construct that is the ring's length ahead.
///
/// Nobody uses this counter: the calling member is in its loop. So nobody is in that construct yet,
/// and all have left the one that had the counter before, which is as far behind.
fn prepare_next(t: &Thread, state: &Loop) {
    prepare(t, state.construct.get().wrapping_add(RING as u32));
}

/// Prepares a counter, which nobody uses now, so that the members of a construct find it as theirs.
fn prepare(t: &Thread, construct: u32) {
    t.team.get().ring.counter(construct).store(u64::from(construct) << 32, Ordering::Relaxed);
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
        return count_of(found);
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
    count_of(word.fetch_add(1, Ordering::Relaxed))
}

/// The units that are taken, in a shared counter.
#[inline]
fn count_of(word: u64) -> u64 {
    word & 0xffff_ffff
}

/// The next part of a guided loop. The sizes of all parts follow from the loop, so a member that
/// has taken a part's number works out which units these are. Members that took units by
/// compare-exchange would take most of their turns in vain in a large team.
fn take_guided(t: &Thread, state: &Loop) -> Option<(u64, u64)> {
    let units = state.units.get();
    let part = ask(t, state, |taken| first_of_part(state, taken) == units)?;
    let first = first_of_part(state, part);
    if first == units {
        note_end(t, state, part - state.parts.get());
        return None;
    }
    let end = first + size_of_part(state, units - first);
    state.parts.set(part + 1);
    state.given.set(end);
    note_near_end(t, state, (units - end).div_ceil(least(state)));
    Some((first, end))
}

/// The first unit of a part of a guided loop, whose number is not less than any that this was
/// called with before; the number of units if there is no such part.
fn first_of_part(state: &Loop, part: u64) -> u64 {
    let units = state.units.get();
    let (mut known, mut first) = (state.parts.get(), state.given.get());
    while known < part && first < units {
        first += size_of_part(state, units - first);
        known += 1;
    }
    state.parts.set(known);
    state.given.set(first);
    first
}

/// The units in the next part of a guided loop that has `left` units left.
fn size_of_part(state: &Loop, left: u64) -> u64 {
    left.div_ceil(state.next.get()).max(least(state)).min(left)
}

/// The least units of a part of a guided loop.
fn least(state: &Loop) -> u64 {
    state.chunk.get().div_ceil(state.grain.get())
}

/// A loop whose units the members share, as the calling member sees it. All units but the last one
/// are shared.
struct Sharing<'a> {
    t: &'a Thread,
    state: &'a Loop,
}

impl Sharing<'_> {
    #[inline]
    fn slot(&self, member: u32) -> &'static Slot {
        if member == self.t.tid.get() { self.t.slot.get() } else { self.t.team.get().slot(member) }
    }

    fn in_ring(&self) -> usize {
        self.state.construct.get() as usize % RING
    }
}

impl sharing::Work for Sharing<'_> {
    fn construct(&self) -> u32 {
        self.state.construct.get()
    }

    fn size(&self) -> u32 {
        self.t.nthreads.get()
    }

    fn block(&self, member: u32) -> (u64, u64) {
        block(self.state.units.get().saturating_sub(1), self.size(), member)
    }

    #[inline]
    fn share(&self, member: u32) -> &AtomicU64 {
        &self.slot(member).shares[self.in_ring()].0
    }

    fn marks(&self, level: u32, group: u32) -> &AtomicU64 {
        // A word of its own for each level. There is that slot even if the team has no such member:
        // slots are made in chunks.
        let first = group * sharing::GROUP.pow(level + 1);
        &self.t.team.get().slot(first + level).marks[self.in_ring()]
    }
}

/// Takes the loop's last unit, if no member has it yet.
#[cold]
fn take_last(t: &Thread, state: &Loop) -> Option<u64> {
    state.next.set(1);
    let construct = state.construct.get();
    let counter = t.team.get().ring.counter(construct);
    let now = counter.load(Ordering::Relaxed);
    let is_taken = now >> 32 == u64::from(construct) && count_of(now) > 0;
    if state.units.get() == 0 || is_taken || take_shared(counter, construct) > 0 {
        return None;
    }
    if t.nthreads.get() > SMALL {
        prepare_next(t, state);
    }
    Some(state.units.get() - 1)
}
