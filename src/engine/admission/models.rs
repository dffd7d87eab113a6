//! loom models of admission: nobody waits for ever, held-back members are let go, and a place has one owner.

use std::time::Duration;

use super::gate::{GRACE, Gate, Pass};
use super::hold::Hold;
use crate::sys::sync::{AtomicU32, Ordering};
use loom::sync::Arc;
use loom::thread;

fn check(preemptions: usize, model: fn()) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

fn pass() -> &'static Pass {
    Box::leak(Box::default())
}

/// A region that no other one may run beside.
fn run_alone(running: &AtomicU32) {
    assert_eq!(running.fetch_add(1, Ordering::Relaxed), 0);
    running.fetch_sub(1, Ordering::Relaxed);
}

/// Teams of two under a budget of two, whose turns are over at once: never two of them at the same time.
#[test]
fn two_teams_take_turns() {
    check(2, || {
        let (gate, running) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)));
        let regions = |pass: &'static Pass, gate: &Gate, running: &AtomicU32, first: u64| {
            for round in 0..2 {
                gate.enter(pass, 2, 2, || first);
                run_alone(running);
                // The turn is long over when the second region ends.
                gate.leave(pass, 2, || first + round * 10 * GRACE);
            }
            gate.retire(pass, 2, first);
        };
        let other = {
            let (gate, running) = (gate.clone(), running.clone());
            thread::spawn(move || regions(pass(), &gate, &running, 0))
        };
        regions(pass(), &gate, &running, 0);
        other.join().unwrap();
    });
}

/// A region that waits for another team in its own code: the other is let in after the grace time. The place is that one's then.
#[test]
fn a_team_that_waits_for_a_flag_of_another_gets_it() {
    check(2, || {
        let (gate, flag, running) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let first = pass();
        gate.enter(first, 2, 2, || 0);
        let other = {
            let (gate, flag, running) = (gate.clone(), flag.clone(), running.clone());
            thread::spawn(move || {
                let own = pass();
                // Each look at the clock finds it a grace time later.
                let time = std::cell::Cell::new(0);
                gate.enter(own, 2, 2, || {
                    time.set(time.get() + GRACE);
                    time.get()
                });
                running.store(1, Ordering::Relaxed);
                flag.store(1, Ordering::Release);
                running.store(0, Ordering::Relaxed);
                gate.leave(own, 2, || 0);
                gate.retire(own, 2, 0);
            })
        };
        while flag.load(Ordering::Acquire) == 0 {
            thread::yield_now();
        }
        gate.leave(first, 2, || 0);
        // Its place was taken away; it has to ask for the next region, and gets in when the other has gone.
        gate.enter(first, 2, 2, || 0);
        assert_eq!(running.load(Ordering::Relaxed), 0);
        gate.leave(first, 2, || 10 * GRACE);
        other.join().unwrap();
    });
}

/// The worker of a team whose thread does not come back hands its place on; one that comes back just then has it, or asks.
#[test]
fn a_worker_hands_the_place_on_and_never_one_that_is_in_use() {
    check(2, || {
        let (gate, running) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)));
        let own = pass();
        gate.enter(own, 2, 2, || 0);
        gate.leave(own, 2, || 0);
        let worker = {
            let gate = gate.clone();
            thread::spawn(move || gate.hand_on(own, 2, || 0))
        };
        let other = {
            let (gate, running) = (gate.clone(), running.clone());
            thread::spawn(move || {
                let other = pass();
                gate.enter(other, 2, 2, || 0);
                run_alone(&running);
                gate.leave(other, 2, || 10 * GRACE);
                gate.retire(other, 2, 10 * GRACE);
            })
        };
        gate.enter(own, 2, 2, || 0);
        run_alone(&running);
        gate.leave(own, 2, || 10 * GRACE);
        worker.join().unwrap();
        gate.retire(own, 2, 10 * GRACE);
        other.join().unwrap();
    });
}

/// A member that is held back begins when the other one comes to the end, or another team leaves; no call is lost.
#[test]
fn a_held_member_begins_when_there_is_room() {
    check(3, || {
        let hold = Arc::new(Hold::default());
        hold.set(Some(1));
        let members: Vec<_> = (1..3)
            .map(|tid| {
                let hold = hold.clone();
                thread::spawn(move || assert!(!hold.wait(tid, Duration::from_secs(1), || 0)))
            })
            .collect();
        hold.admit_one(3);
        hold.admit_one(3);
        members.into_iter().for_each(|member| member.join().unwrap());
        assert!(!hold.holds());
    });
}

/// Each member that comes to the end lets the next one begin, of whom no other thread thinks.
#[test]
fn a_member_that_ends_lets_the_next_one_begin() {
    check(3, || {
        let hold = Arc::new(Hold::default());
        hold.set(Some(1));
        let members: Vec<_> = (1..3)
            .map(|tid| {
                let hold = hold.clone();
                thread::spawn(move || {
                    assert!(!hold.wait(tid, Duration::from_secs(1), || 0));
                    hold.admit_one(3);
                })
            })
            .collect();
        hold.admit_one(3);
        members.into_iter().for_each(|member| member.join().unwrap());
        assert!(!hold.holds());
    });
}

/// The first whose grace time is over lets the others go, too.
#[test]
fn the_grace_time_lets_all_members_go() {
    check(3, || {
        let hold = Arc::new(Hold::default());
        hold.set(Some(1));
        let other = {
            let hold = hold.clone();
            // No time passes for it.
            thread::spawn(move || hold.wait(2, Duration::from_secs(1), || 0))
        };
        let time = std::cell::Cell::new(0);
        let late = hold.wait(1, Duration::from_nanos(GRACE), || {
            time.set(time.get() + GRACE);
            time.get()
        });
        assert!(late);
        assert!(!other.join().unwrap());
    });
}
