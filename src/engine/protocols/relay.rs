//! How members of very large teams hear of what all of them wait for: the start of a region, and
//! the end of a barrier.
//!
//! A word that all members look at would be read by one of them after the other, each time it
//! changes. So in a team of more than [`FLAT`] the first member of each [`GROUP`] passes on what it
//! has seen there, to a word of its own, and the others of its group look at that. They need not
//! count on it: now and then, and before they sleep, they look at the team's word ([`Looks`]).

use std::cell::Cell;

/// The size of the largest team whose members all look at the team's word. Up to here the members
/// that see a barrier's end late are those that count their arrival at the next one late, and that
/// costs no more.
pub const FLAT: u32 = 32;

/// The number of members that hear by one of them, which is one of them.
const GROUP: u32 = if cfg!(loom) { 2 } else { 8 };

/// Of this many looks, one is at the team's word.
const SELDOM: u32 = 1000;

/// The member by which `tid`, a member of a team of `n`, hears of an event; `None`: it looks by
/// itself, as do the first group, and the first member of each other one.
#[inline]
pub fn hears_by(tid: u32, n: u32) -> Option<u32> {
    let first = tid - tid % GROUP;
    (n > FLAT && first != 0 && first != tid).then_some(first)
}

/// Whether others of its group hear of events by member `tid`.
#[inline]
pub fn passes_on(tid: u32) -> bool {
    tid != 0 && tid.is_multiple_of(GROUP)
}

/// The looks of a member that hears of an event by another one.
#[derive(Default)]
pub struct Looks {
    /// Those since the last one at the team's word; [`SELDOM`]: that has told of the event.
    since: Cell<u32>,
}

impl Looks {
    /// Whether the event has happened, as far as this member has heard: by the other one's word, as
    /// `near` tells, or by the team's, as `team` tells. It will hear of it if it goes on asking.
    #[inline]
    pub fn soon(&self, near: impl FnOnce() -> bool, team: impl FnOnce() -> bool) -> bool {
        let since = self.since.get() + 1;
        if since >= SELDOM {
            return self.surely(team);
        }
        self.since.set(since);
        near()
    }

    /// Whether the event has happened. The next answer of [`soon`](Self::soon) is no older.
    #[inline]
    pub fn surely(&self, team: impl FnOnce() -> bool) -> bool {
        let happened = team();
        self.since.set(if happened { SELDOM } else { 0 });
        happened
    }

    /// Whether the team's word has told of the event.
    pub fn told_by_team(&self) -> bool {
        self.since.get() == SELDOM
    }
}
