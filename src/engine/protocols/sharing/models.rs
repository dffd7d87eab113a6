//! loom models of sharing: each unit is taken once, and no mark hides a share that has units.

use super::{GROUP, Work, is_empty, mark, refill, steal, tagged, take_own};
use crate::sys::sync::check;
use crate::sys::sync::{AtomicU64, Ordering};
use loom::sync::Arc;
use loom::thread;

/// The number of the loop, and of an older one that has left its words.
const CONSTRUCT: u32 = 12;
const OLDER: u64 = 4 << 32 | 3;

struct Loop {
    /// The shares at the beginning.
    blocks: Vec<(u64, u64)>,
    shares: Vec<AtomicU64>,
    marks: Vec<Vec<AtomicU64>>,
}

impl Loop {
    fn new(blocks: &[(u64, u64)]) -> Arc<Self> {
        let words = |count: usize| (0..count).map(|_| AtomicU64::new(OLDER)).collect();
        let levels = (0..2).map(|level| words(blocks.len().div_ceil((GROUP as usize).pow(level + 1)))).collect();
        Arc::new(Self { blocks: blocks.to_vec(), shares: words(blocks.len()), marks: levels })
    }
}

impl Work for Loop {
    fn construct(&self) -> u32 {
        CONSTRUCT
    }

    fn size(&self) -> u32 {
        self.shares.len() as u32
    }

    fn block(&self, member: u32) -> (u64, u64) {
        self.blocks[member as usize]
    }

    fn share(&self, member: u32) -> &AtomicU64 {
        &self.shares[member as usize]
    }

    fn marks(&self, level: u32, group: u32) -> &AtomicU64 {
        &self.marks[level as usize][group as usize]
    }
}

/// The units that a member gets, as bits.
fn run(work: &Loop, member: u32) -> u64 {
    let mut got = 0;
    while let Some(unit) = take_own(work, member).or_else(|| steal(work, member)) {
        assert_eq!(got >> unit & 1, 0, "unit {unit} twice");
        got |= 1 << unit;
    }
    got
}

/// Members with these shares; `first` and `other` take all units, and the others never come.
fn take_all(blocks: &'static [(u64, u64)], first: u32, other: u32, preemptions: usize) {
    check(preemptions, move || {
        let work = Loop::new(blocks);
        let others = {
            let work = work.clone();
            thread::spawn(move || run(&work, other))
        };
        let got = run(&work, first);
        let others = others.join().unwrap();
        assert_eq!(got & others, 0, "units {got:b} and {others:b}");
        let units = blocks.iter().map(|(_, end)| *end).max().unwrap();
        assert_eq!(got | others, (1 << units) - 1);
    });
}

#[test]
fn two_members_take_each_unit_once() {
    take_all(&[(0, 2), (2, 3)], 0, 1, 3);
}

#[test]
fn members_of_two_groups_take_each_unit_once() {
    take_all(&[(0, 1), (1, 3), (3, 3)], 0, 2, 2);
}

#[test]
fn a_share_that_is_filled_again_does_not_stay_marked() {
    check(3, || {
        let work = Loop::new(&[(0, 0), (0, 0), (0, 0)]);
        mark(&*work, 0, 0, 1 << 1);
        mark(&*work, 0, 1, 1);
        let thief = {
            let work = work.clone();
            thread::spawn(move || {
                if is_empty(&*work, 0, 0) {
                    mark(&*work, 0, 0, 1);
                }
            })
        };
        refill(&*work, 0, 5, 7);
        thief.join().unwrap();
        let marks = |level| tagged(work.marks(level, 0).load(Ordering::Relaxed), &*work);
        assert_eq!(marks(0), 0b10, "the mark of the member");
        assert_eq!(marks(1), 0b10, "the mark of its group");
    });
}
