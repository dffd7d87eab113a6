//! Members of large teams, one step after the other.

use super::{GROUP, Work, steal, take_own};
use crate::sys::sync::AtomicU64;
use std::cell::Cell;

struct Loop {
    each: u64,
    shares: Vec<AtomicU64>,
    marks: Vec<Vec<AtomicU64>>,
    /// How often a share or marks were asked for.
    looks: Cell<u32>,
}

impl Loop {
    fn new(size: u32, each: u64) -> Self {
        let words = |count: u32| (0..count).map(|_| AtomicU64::new(1 << 32)).collect();
        let marks = (0..3).map(|level| words(size.div_ceil(GROUP.pow(level + 1)))).collect();
        Self { each, shares: words(size), marks, looks: Cell::new(0) }
    }

    fn next(&self, member: u32) -> Option<u64> {
        take_own(self, member).or_else(|| steal(self, member))
    }
}

impl Work for Loop {
    fn construct(&self) -> u32 {
        7
    }

    fn size(&self) -> u32 {
        self.shares.len() as u32
    }

    fn block(&self, member: u32) -> (u64, u64) {
        (u64::from(member) * self.each, u64::from(member + 1) * self.each)
    }

    fn share(&self, member: u32) -> &AtomicU64 {
        self.looks.set(self.looks.get() + 1);
        &self.shares[member as usize]
    }

    fn marks(&self, level: u32, group: u32) -> &AtomicU64 {
        self.looks.set(self.looks.get() + 1);
        &self.marks[level as usize][group as usize]
    }
}

/// Sizes with whole and with broken groups.
const SIZES: [u32; 9] = [2, 8, 9, 16, 63, 64, 65, 200, 512];

#[test]
fn one_member_gets_the_units_of_all() {
    for size in SIZES {
        for member in [0, size / 2, size - 1] {
            let work = Loop::new(size, 3);
            let mut units: Vec<_> = std::iter::from_fn(|| work.next(member)).collect();
            units.sort_unstable();
            assert!(units.into_iter().eq(0..3 * u64::from(size)), "member {member} of {size}");
        }
    }
}

#[test]
fn members_in_turn_get_each_unit_once() {
    for size in SIZES {
        let work = Loop::new(size, 5);
        let mut units = Vec::new();
        // They take turns in an order that looks random, and leave when they find nothing.
        let mut members: Vec<u32> = (0..size).collect();
        let mut chosen = 1;
        while !members.is_empty() {
            chosen = (chosen * 7919 + 13) % 1_000_003;
            let at = chosen % members.len();
            match work.next(members[at]) {
                Some(unit) => units.push(unit),
                None => {
                    members.swap_remove(at);
                    assert_eq!(units.len() as u32, 5 * size, "a member leaves while there are units");
                }
            }
        }
        units.sort_unstable();
        assert!(units.into_iter().eq(0..5 * u64::from(size)), "{size} members");
    }
}

#[test]
fn members_that_find_nothing_look_at_few_words() {
    for size in SIZES {
        let work = Loop::new(size, 1);
        for member in 0..size {
            work.next(member);
        }
        work.looks.set(0);
        for member in 0..size {
            assert_eq!(work.next(member), None);
        }
        let each = work.looks.get() / size;
        assert!(each <= 4 * GROUP, "{each} words each of {size} members");
    }
}
