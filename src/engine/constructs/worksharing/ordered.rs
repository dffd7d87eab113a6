//! `ordered`: regions of a loop that run in the order of the iterations.
//!
//! The loop's `OrderedTurn` has the iteration whose turn it is. GCC's code tells the runtime of
//! chunks only, so the turn passes on when the member asks for its next chunk. Clang's code tells
//! it of each iteration, so the turn passes from iteration to iteration.

use crate::sys::sync::Ordering;

use crate::engine::constructs::mutex::{Known, Mutex};
use crate::engine::constructs::worksharing::OrderedTurn;
use crate::engine::constructs::worksharing::await_others;
use crate::engine::constructs::worksharing::dispatch::Loop;
use crate::engine::records::thread::Thread;
use crate::engine::records::worksharing::OrderedState;
use crate::engine::tasks::cancel;

impl OrderedState {
    pub fn begin(&self, active: bool) {
        self.active.set(active);
        self.at.set(0);
        self.end.set(0);
    }

    /// Whether the loop is ordered.
    #[inline]
    pub fn is_active(&self) -> bool {
        self.active.get()
    }

    /// Notes that the member got a chunk of an ordered loop.
    pub fn begin_chunk(&self, first: u64, count: u64) {
        self.at.set(first);
        self.end.set(first + count);
        self.passed.set(false);
    }
}

fn turn(t: &Thread, state: &Loop) -> &'static OrderedTurn {
    &t.team.get().ring.entry(state.construct()).turn
}

/// As what tools know the ordered regions of a loop.
pub fn known(t: &Thread) -> Known {
    Known::new(Mutex::Ordered, &raw const t.team.get().ring)
}

/// Waits until it is the turn of the member's current iteration.
#[inline(always)]
pub fn enter(t: &'static Thread) {
    if !t.is_alone() {
        await_turn(t);
    }
}

/// As [`enter`], in a team of several.
#[inline(never)]
fn await_turn(t: &'static Thread) {
    let state = &t.slot.get().cursor.active;
    if !state.ordered.active.get() {
        return;
    }
    let at = state.ordered.at.get();
    // The first iteration need not wait, and no earlier one could pass it the turn.
    if at == 0 {
        return;
    }
    let turn = turn(t, state);
    let construct = state.construct();
    let mine = || turn.construct.load(Ordering::Acquire) == construct && turn.iteration.load(Ordering::Acquire) == at;
    let ready = || mine() || cancel::ends_waits(t);
    await_others(t, &turn.event, ready);
}

/// Passes the turn to iteration `to`. The member has the turn now.
fn pass(t: &Thread, state: &Loop, to: u64) {
    if t.is_alone() {
        return;
    }
    let turn = turn(t, state);
    turn.iteration.swap(to, Ordering::AcqRel);
    // The member with the first iteration writes this construct's number into the turn. After that
    // the number stays.
    if turn.construct.load(Ordering::Relaxed) != state.construct() {
        turn.construct.swap(state.construct(), Ordering::AcqRel);
    }
    turn.event.notify_all();
}

/// Ends the ordered region of the current iteration (ABIs that tell of each).
pub fn exit_iteration(t: &Thread) {
    let state = &t.slot.get().cursor.active;
    let ordered = &state.ordered;
    if ordered.active.get() && !ordered.passed.replace(true) {
        pass(t, state, ordered.at.get() + 1);
    }
}

/// Ends the current iteration, whether it met its ordered region or not.
pub fn finish_iteration(t: &'static Thread) {
    let state = &t.slot.get().cursor.active;
    let ordered = &state.ordered;
    if !ordered.active.get() {
        return;
    }
    if !ordered.passed.get() {
        enter(t);
        pass(t, state, ordered.at.get() + 1);
    }
    ordered.at.set(ordered.at.get() + 1);
    ordered.passed.set(false);
}

/// Ends the rest of the member's chunk in an ordered loop.
#[cold]
pub fn finish_chunk(t: &'static Thread, state: &Loop) {
    let ordered = &state.ordered;
    if ordered.at.get() == ordered.end.get() {
        return;
    }
    enter(t);
    pass(t, state, ordered.end.get());
    ordered.at.set(ordered.end.get());
}
