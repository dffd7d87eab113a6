//! loom models of the barrier: nobody is left asleep, nobody passes early, and every member sees
//! after the barrier what the others wrote before it.

use crate::engine::protocols::barrier::protocol;
use crate::engine::protocols::relay;
use crate::engine::protocols::wait::{EventCount, sleeper};
use crate::sys::sync::{AtomicU32, Ordering, check};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

struct Member {
    arrived: AtomicU32,
    counters: [AtomicU32; 2],
    /// Plain memory: loom reports a write that is not ordered with the others' reads.
    wrote: UnsafeCell<u32>,
}

struct Team {
    members: Vec<Member>,
    released: AtomicU32,
    /// The word of member 2.
    passed_on: AtomicU32,
    event: EventCount,
}

// SAFETY: loom checks what this promises.
unsafe impl Sync for Team {}
// SAFETY: as above.
unsafe impl Send for Team {}

impl Team {
    fn new(size: u32) -> Arc<Self> {
        let member = |_| Member {
            arrived: AtomicU32::new(0),
            counters: [AtomicU32::new(0), AtomicU32::new(0)],
            wrote: UnsafeCell::new(0),
        };
        Arc::new(Self {
            members: (0..size).map(member).collect(),
            released: AtomicU32::new(0),
            passed_on: AtomicU32::new(0),
            event: EventCount::default(),
        })
    }

    fn size(&self) -> u32 {
        self.members.len() as u32
    }

    fn barrier(&self, tid: u32, number: u32) {
        let word = if self.size() == 2 {
            protocol::publish(&self.members[tid as usize].arrived, number, &self.event);
            &self.members[1 - tid as usize].arrived
        } else {
            let counter = |member: u32, level: usize| &self.members[member as usize].counters[level];
            if protocol::count_arrival(counter, tid, self.size()) {
                protocol::publish(&self.released, number, &self.event);
            }
            &self.released
        };
        let ready = || protocol::reached(word, number);
        while !ready() {
            self.event.sleep(sleeper(tid, true), ready);
        }
    }

    fn await_released(&self, near: Option<&AtomicU32>) {
        let released = protocol::Released::new(&self.released, near);
        while !released.soon(1) {
            self.event.sleep(sleeper(3, true), || released.surely(1));
        }
    }

    fn write(&self, tid: u32, value: u32) {
        // SAFETY: loom reports a conflicting access instead of making it.
        self.members[tid as usize].wrote.with_mut(|wrote| unsafe { *wrote = value });
    }

    /// Writes, meets the others, reads what they wrote, meets them again, and writes again.
    fn take_part(&self, tid: u32) {
        self.write(tid, 1);
        self.barrier(tid, 1);
        for member in &self.members {
            // SAFETY: as in `write`.
            assert_eq!(member.wrote.with(|wrote| unsafe { *wrote }), 1);
        }
        self.barrier(tid, 2);
        self.write(tid, 2);
    }
}

fn run(size: u32, preemptions: usize) {
    check(preemptions, move || {
        let team = Team::new(size);
        let others: Vec<_> = (1..size)
            .map(|tid| {
                let team = team.clone();
                thread::spawn(move || team.take_part(tid))
            })
            .collect();
        team.take_part(0);
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

#[test]
fn two_members_meet_twice() {
    run(2, 3);
}

#[test]
fn three_members_meet_twice() {
    run(3, 1);
}

/// Member 0 publishes the end of a barrier, member 2 passes it on, and member 3 hears of it by
/// member 2, by itself, or when it is woken.
#[test]
fn a_member_hears_of_the_end_by_another() {
    check(3, || {
        let team = Team::new(4);
        let passes_on = {
            let team = team.clone();
            thread::spawn(move || {
                team.await_released(None);
                team.passed_on.store(1, Ordering::Release);
            })
        };
        let hears = {
            let team = team.clone();
            thread::spawn(move || {
                team.await_released(Some(&team.passed_on));
                // SAFETY: as in `write`.
                assert_eq!(team.members[0].wrote.with(|wrote| unsafe { *wrote }), 1);
            })
        };
        assert_eq!(relay::hears_by(3, 1000), Some(2));
        assert!(relay::passes_on(2) && !relay::passes_on(3));
        team.write(0, 1);
        protocol::publish(&team.released, 1, &team.event);
        passes_on.join().unwrap();
        hears.join().unwrap();
    });
}
