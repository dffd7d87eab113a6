//! Loops whose iterations wait for chosen earlier ones: `ordered(n)` with `doacross(source:)` and
//! `doacross(sink: …)` (OpenMP 5.2, 15.9.6).
//!
//! The iteration space has rows and columns. The members share out the rows, and one member
//! executes the iterations of a row, one after another. So a row needs one word, with the number of
//! its iterations that are done, or one bit if rows have one column. A member that waits sleeps at
//! the team's event.

use crate::sys::sync::{AtomicU64, Ordering};

use crate::engine::constructs::worksharing::await_others_as;
use crate::engine::constructs::worksharing::shared;
use crate::engine::protocols::wait;
use crate::engine::records::reductions::Memory;
use crate::engine::records::thread::Thread;
pub use crate::engine::records::worksharing::{Dimension, DoacrossState};
use crate::engine::tasks::cancel;
use crate::engine::tools;
use crate::engine::tools::{events, orders};

impl Dimension {
    /// The number of the iteration with this value; `None` if it is not in the loop.
    fn number(&self, value: u64) -> Option<u64> {
        let up = self.step > 0;
        let distance = if up { value.wrapping_sub(self.first) } else { self.first.wrapping_sub(value) };
        let number = distance / self.step.unsigned_abs().max(1);
        (number < self.count).then_some(number)
    }
}

const LINE: usize = 64;

const WORD: usize = size_of::<AtomicU64>();

/// The number of iterations that a race detector tells from each other.
const MOST_KNOWN: usize = 1 << 24;

impl DoacrossState {
    pub fn is_active(&self) -> bool {
        self.marks.memory().is_some()
    }

    #[inline]
    pub fn end(&self) {
        self.marks.release();
    }

    /// The row and column of an iteration; `None` if it is not in the loop. `value`: the loop
    /// variable of each dimension.
    fn place(&self, value: impl Fn(usize) -> u64) -> Option<(u64, u64)> {
        let (mut row, mut column) = (0, 0);
        for (index, dimension) in self.dimensions.borrow().iter().enumerate() {
            let number = dimension.number(value(index))?;
            let place = if index < self.in_rows.get() { &mut row } else { &mut column };
            *place = *place * dimension.count + number;
        }
        Some((row, column))
    }

    /// The address by which a race detector knows an iteration: each has a byte of its own behind
    /// the words, unless the memory for them would be too much.
    fn known(&self, value: impl Fn(usize) -> u64) -> Option<*const u8> {
        let memory = self.marks.memory()?;
        let (row, column) = self.place(value)?;
        let iteration = row * self.columns.get() + column;
        Some(memory.start().wrapping_add(self.words.get() * WORD + iteration as usize % MOST_KNOWN))
    }

    /// The word of an iteration's row, the mark in it once the iteration is done, and the bits with
    /// which members sleep that wait for the row. `None` if the iteration is not in the loop.
    /// `value`: the loop variable of each dimension.
    fn mark(&self, value: impl Fn(usize) -> u64) -> Option<(&AtomicU64, Mark, u32)> {
        let memory = self.marks.memory()?;
        let (row, column) = self.place(value)?;
        let (index, mark) = if self.columns.get() == 1 {
            (row / 64, Mark::Bit(1 << (row % 64)))
        } else {
            (row, Mark::AtLeast(column + 1))
        };
        let words = memory.start().cast::<AtomicU64>();
        // SAFETY: the memory has a word for each row, or a bit; it is zeroed, aligned to a line and
        // held until `end`.
        Some((unsafe { &*words.add(index as usize) }, mark, wait::sleeper((row % 16) as u32, false)))
    }
}

/// The mark of an iteration that is done.
#[derive(Clone, Copy)]
enum Mark {
    Bit(u64),
    AtLeast(u64),
}

impl Mark {
    fn is_in(self, word: &AtomicU64) -> bool {
        // Acquire: partner of `put_into`, so that the waiting iteration sees what the other one
        // did.
        let value = word.load(Ordering::Acquire);
        match self {
            Self::Bit(bit) => value & bit != 0,
            Self::AtLeast(count) => value >= count,
        }
    }

    /// By a read-modify-write, because the event that is notified next needs a full barrier before
    /// it.
    fn put_into(self, word: &AtomicU64) {
        match self {
            Self::Bit(bit) => word.fetch_or(bit, Ordering::AcqRel),
            Self::AtLeast(count) => word.swap(count, Ordering::AcqRel),
        };
    }
}

/// To be called by all members before such a loop begins. `dimensions`: the outermost first. The
/// members share out the first `in_rows` of them.
pub fn begin(t: &'static Thread, dimensions: impl Iterator<Item = Dimension>, in_rows: usize) {
    let state = &t.slot.get().cursor.active.doacross;
    state.end();
    let mut list = state.dimensions.borrow_mut();
    list.clear();
    list.extend(dimensions);
    let product = |part: &[Dimension]| part.iter().fold(1, |product: u64, one| product.saturating_mul(one.count));
    let (rows, columns) = (product(&list[..in_rows]), product(&list[in_rows..]));
    state.in_rows.set(in_rows);
    state.columns.set(columns);
    if t.is_alone() || rows == 0 || columns == 0 {
        return;
    }
    let words = if columns == 1 { rows.div_ceil(64) } else { rows };
    let bytes = usize::try_from(words).unwrap_or(usize::MAX).saturating_mul(WORD);
    state.words.set(words as usize);
    let known = if tools::on() { rows.saturating_mul(columns).min(MOST_KNOWN as u64) as usize } else { 0 };
    state.marks.hold(shared::of_scope(t, || Memory::new(bytes.saturating_add(known), LINE)));
}

/// Publishes that the calling member has done the iteration in which the loop variables are `value`
/// (`doacross(source:)`).
pub fn post(t: &Thread, value: impl Fn(usize) -> u64) {
    let state = &t.slot.get().cursor.active.doacross;
    if tools::on() {
        events::doacross(t, false, (0..state.dimensions.borrow().len()).map(&value));
        if let Some(iteration) = state.known(&value) {
            orders::goes(iteration);
        }
    }
    if let Some((word, mark, who)) = state.mark(value) {
        mark.put_into(word);
        t.team.get().event.notify(|| who);
    }
}

/// Waits until the iteration is done (`doacross(sink: …)`). If it is not in the loop there is no
/// wait.
pub fn wait(t: &'static Thread, value: impl Fn(usize) -> u64) {
    // In a child that was forked inside the loop the other members do not exist.
    if t.is_alone() {
        return;
    }
    let state = &t.slot.get().cursor.active.doacross;
    let Some((word, mark, who)) = state.mark(&value) else { return };
    if tools::on() {
        events::doacross(t, true, (0..state.dimensions.borrow().len()).map(&value));
    }
    let ready = || mark.is_in(word) || cancel::ends_waits(t);
    await_others_as(t, &t.team.get().event, who, ready);
    if tools::on()
        && let Some(iteration) = state.known(&value)
    {
        orders::has_come(iteration);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iterations_outside_of_the_loop_have_no_number() {
        let up = Dimension { first: 3, step: 2, count: 4 };
        assert_eq!([3, 5, 9].map(|value| up.number(value)), [Some(0), Some(1), Some(3)]);
        assert_eq!([1, 11, 0, u64::MAX].map(|value| up.number(value)), [None; 4]);
        let down = Dimension { first: 10, step: -5, count: 3 };
        assert_eq!([10, 5, 0].map(|value| down.number(value)), [Some(0), Some(1), Some(2)]);
        assert_eq!([15, 5_u64.wrapping_neg()].map(|value| down.number(value)), [None; 2]);
    }
}
