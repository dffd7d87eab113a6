//! Loops whose iterations the runtime hands out, one after the other: more of them than the ring
//! has entries, with barriers or without.

use crate::engine::constructs::worksharing::{RING, dispatch};
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::records::thread::Thread;
use crate::engine::scenes::explorer::explore;
use crate::engine::scenes::program::{barrier, choose, parallel};
use crate::sys::sync::{AtomicU32, Ordering};

/// The most iterations of a loop.
const MOST: u32 = 40;

struct Loop {
    schedule: Schedule,
    trip: u32,
    /// Whether a barrier follows.
    blocks: bool,
    /// How often each iteration was executed.
    executed: Vec<AtomicU32>,
}

fn any_loop() -> Loop {
    let kinds = [Kind::Static, Kind::Dynamic, Kind::Dynamic, Kind::Guided];
    let kind = kinds[choose(kinds.len() as u32) as usize];
    let order = [Order::Monotonic, Order::Nonmonotonic][choose(2) as usize];
    let trip = choose(MOST);
    Loop {
        schedule: Schedule { kind, chunk: u64::from(choose(3)), order },
        trip,
        blocks: choose(4) == 0,
        executed: (0..trip).map(|_| AtomicU32::new(0)).collect(),
    }
}

fn take_part(in_it: &Loop) {
    let t = Thread::current();
    dispatch::begin(t, u64::from(in_it.trip), in_it.schedule, false);
    let mut next = 0;
    while let Some(chunk) = dispatch::next(t) {
        assert!(chunk.first >= next || in_it.schedule.order == Order::Nonmonotonic, "iterations fall");
        next = chunk.first + chunk.count;
        assert_eq!(chunk.last, next == u64::from(in_it.trip));
        for iteration in chunk.first..next {
            in_it.executed[iteration as usize].fetch_add(1, Ordering::Relaxed);
        }
    }
    dispatch::end(t, !in_it.blocks);
    if in_it.blocks {
        barrier();
    }
}

/// Regions with loops of each kind.
fn regions(count: u32, sizes: &'static [u32]) {
    for _ in 0..count {
        let loops: Vec<Loop> = (0..choose(3 * RING as u32)).map(|_| any_loop()).collect();
        parallel(sizes[choose(sizes.len() as u32) as usize], || loops.iter().for_each(take_part));
        for (number, one) in loops.iter().enumerate() {
            let counts: Vec<u32> = one.executed.iter().map(|count| count.load(Ordering::Relaxed)).collect();
            assert!(counts.iter().all(|count| *count == 1), "loop {number}: {counts:?}");
        }
    }
}

#[test]
fn each_iteration_is_executed_once() {
    explore(&[], || regions(4, &[1, 2, 3, 8]));
}

#[test]
fn each_iteration_is_executed_once_in_larger_teams() {
    explore(&[], || regions(2, &[9, 12, 20]));
}
