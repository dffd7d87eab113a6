//! Sharing the units of a loop: each member has a share, takes from its front, and steals from
//! another member's when it has none left. The README has the argument.

use crate::sys::sync::{AtomicU64, Ordering};

#[cfg(all(test, loom))]
mod models;
#[cfg(all(test, not(loom), not(shuttle)))]
mod tests;

/// The members whose shares a thief looks at first, and the groups of these whose marks are in one
/// word, and so on.
pub const GROUP: u32 = if cfg!(loom) { 2 } else { 8 };

/// A loop whose units are shared, and the words of its team.
pub trait Work {
    /// The number of the loop, which tags the words.
    fn construct(&self) -> u32;

    /// The number of members.
    fn size(&self) -> u32;

    /// The first unit of a member's share at the beginning, and its end.
    fn block(&self, member: u32) -> (u64, u64);

    fn share(&self, member: u32) -> &AtomicU64;

    /// The marks of a group: of members (`level` 0), of such groups (1), and so on.
    fn marks(&self, level: u32, group: u32) -> &AtomicU64;
}

/// A member's share of the units: construct number in bits 63…32, first unit in 31…16, end in 15…0.
#[derive(Clone, Copy)]
struct Share(u64);

impl Share {
    fn new(construct: u32, first: u64, end: u64) -> Self {
        Self(u64::from(construct) << 32 | first << 16 | end)
    }

    /// The share of a member, according to its word: its whole block, if no member has touched the
    /// word in this loop.
    fn read(word: u64, work: &impl Work, member: u32) -> Self {
        if word >> 32 == u64::from(work.construct()) {
            return Self(word);
        }
        let (first, end) = work.block(member);
        Self::new(work.construct(), first, end)
    }

    fn first(self) -> u64 {
        self.0 >> 16 & 0xffff
    }

    fn end(self) -> u64 {
        self.0 & 0xffff
    }

    fn is_empty(self) -> bool {
        self.first() == self.end()
    }
}

/// Prepares the marks of the groups whose first member this is, when it begins the loop. Members
/// that come to a word before that do it themselves.
pub fn begin(work: &impl Work, member: u32) {
    let mut level = 0;
    while work.size() > GROUP && u64::from(member).is_multiple_of(width(level + 1)) {
        let word = work.marks(level, (u64::from(member) / width(level + 1)) as u32);
        let now = word.load(Ordering::Relaxed);
        if now >> 32 != u64::from(work.construct()) {
            let none = u64::from(work.construct()) << 32;
            let _ = word.compare_exchange(now, none, Ordering::AcqRel, Ordering::Relaxed);
        }
        if is_root(work, level) {
            return;
        }
        level += 1;
    }
}

/// The first unit of the member's own share.
#[inline]
pub fn take_own(work: &impl Work, member: u32) -> Option<u64> {
    let word = work.share(member);
    let mut now = word.load(Ordering::Relaxed);
    loop {
        let share = Share::read(now, work, member);
        if share.is_empty() {
            return None;
        }
        let rest = Share::new(work.construct(), share.first() + 1, share.end());
        match word.compare_exchange_weak(now, rest.0, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => {
                if rest.is_empty() {
                    has_last(work, member);
                }
                return Some(share.first());
            }
            Err(other) => now = other,
        }
    }
}

/// Marks the member, which has the last unit of its share. While it runs that one, others may look
/// for units.
#[cold]
fn has_last(work: &impl Work, member: u32) {
    if work.size() > GROUP {
        mark(work, 0, member / GROUP, 1 << (member % GROUP));
    }
}

/// Steals half of another member's share, for a member that has none: one unit to run now, and the
/// rest becomes the thief's own share.
pub fn steal(work: &impl Work, thief: u32) -> Option<u64> {
    let size = work.size();
    if size <= GROUP {
        return (1..size).find_map(|distance| rob(work, thief, (thief + distance) % size));
    }
    let (mut level, mut group) = (0, thief / GROUP);
    loop {
        let found = search(work, thief, level, group);
        if found.is_some() || is_root(work, level) {
            return found;
        }
        (level, group) = (level + 1, group / GROUP);
    }
}

/// As [`steal`], from members of a group. It marks what it has looked at in vain.
fn search(work: &impl Work, thief: u32, level: u32, group: u32) -> Option<u64> {
    let open = all(work, level, group) & !marks_of(work, level, group);
    let mut empty = 0;
    // Each thief begins behind its own place in its own groups, so that they begin at different
    // members.
    let own = (u64::from(thief) / width(level)) as u32;
    for turn in 1..=GROUP {
        let part = (own + turn) % GROUP;
        if open >> part & 1 == 0 {
            continue;
        }
        let index = group * GROUP + part;
        let found = if level == 0 { rob(work, thief, index) } else { search(work, thief, level - 1, index) };
        if found.is_some() {
            return found;
        }
        if level == 0 {
            empty |= 1 << part;
        }
    }
    // By now others have found the same: they share the line until somebody has to write it.
    if empty != 0 && empty & !marks_of(work, level, group) != 0 {
        mark(work, level, group, empty);
    }
    None
}

/// Steals half of one member's share.
fn rob(work: &impl Work, thief: u32, victim: u32) -> Option<u64> {
    let word = work.share(victim);
    let mut now = word.load(Ordering::Relaxed);
    loop {
        let share = Share::read(now, work, victim);
        if share.is_empty() {
            return None;
        }
        let (first, end) = (share.first(), share.end());
        let cut = end - (end - first).div_ceil(2);
        let rest = Share::new(work.construct(), first, cut);
        match word.compare_exchange_weak(now, rest.0, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => {
                refill(work, thief, cut + 1, end);
                return Some(cut);
            }
            Err(other) => now = other,
        }
    }
}

/// Gives a member that has an empty share another one.
fn refill(work: &impl Work, member: u32, first: u64, end: u64) {
    work.share(member).store(Share::new(work.construct(), first, end).0, Ordering::Relaxed);
    if first < end && work.size() > GROUP {
        unmark(work, 0, member);
    }
}

/// Notes that parts of a group have no units: members (`level` 0), or groups.
fn mark(work: &impl Work, level: u32, group: u32, parts: u64) {
    let before = add_marks(work, level, group, parts);
    // Somebody who gave one of the parts units may have taken its mark away before it was there.
    for part in (0..GROUP).filter(|part| parts >> part & 1 == 1) {
        let index = group * GROUP + part;
        if !is_empty(work, level, index) {
            unmark(work, level, index);
        }
    }
    let all = all(work, level, group);
    if before & all != all && (before | parts) & all == all && !is_root(work, level) {
        mark(work, level + 1, group / GROUP, 1 << (group % GROUP));
    }
}

/// Whether a part is without units, as far as the calling thread knows.
fn is_empty(work: &impl Work, level: u32, index: u32) -> bool {
    if level == 0 {
        return Share::read(work.share(index).load(Ordering::Relaxed), work, index).is_empty();
    }
    let all = all(work, level - 1, index);
    marks_of(work, level - 1, index) & all == all
}

/// The marks of a group.
fn marks_of(work: &impl Work, level: u32, group: u32) -> u64 {
    tagged(work.marks(level, group).load(Ordering::Relaxed), work)
}

/// Adds marks to those of a group; returns those before.
fn add_marks(work: &impl Work, level: u32, group: u32, parts: u64) -> u64 {
    let word = work.marks(level, group);
    // Not a look first, which would bring the line here twice. If the word is of an older loop,
    // nobody reads those marks any more.
    let before = word.fetch_or(parts, Ordering::AcqRel);
    if before >> 32 == u64::from(work.construct()) {
        return tagged(before, work);
    }
    let tag = u64::from(work.construct()) << 32;
    let mut now = before | parts;
    while now >> 32 != u64::from(work.construct()) {
        match word.compare_exchange_weak(now, tag | parts, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => return 0,
            Err(other) => now = other,
        }
    }
    tagged(word.fetch_or(parts, Ordering::AcqRel), work)
}

/// Takes the mark of a member or group away, since it has units; and those of the groups around it.
fn unmark(work: &impl Work, mut level: u32, mut index: u32) {
    loop {
        let (group, part) = (index / GROUP, index % GROUP);
        // A read-modify-write even if the mark is not there: it comes before or after that of
        // [`mark`].
        let before = tagged(work.marks(level, group).fetch_and(!(1 << part), Ordering::AcqRel), work);
        let all = all(work, level, group);
        if before & all != all || is_root(work, level) {
            return;
        }
        (level, index) = (level + 1, group);
    }
}

/// The marks in a word, which are none if it is of an older loop.
fn tagged(word: u64, work: &impl Work) -> u64 {
    if word >> 32 == u64::from(work.construct()) { word & 0xffff_ffff } else { 0 }
}

/// The marks of a group all of whose parts are empty.
fn all(work: &impl Work, level: u32, group: u32) -> u64 {
    let parts = (u64::from(work.size()).div_ceil(width(level))).saturating_sub(u64::from(group * GROUP));
    (1 << parts.min(GROUP.into())) - 1
}

/// Whether there is only one group at that level.
fn is_root(work: &impl Work, level: u32) -> bool {
    u64::from(work.size()) <= width(level + 1)
}

/// The number of members in a part of a group at that level.
fn width(level: u32) -> u64 {
    u64::from(GROUP).pow(level)
}
